# ruff: noqa: E501  one case a line
"""A framework of two agreements, small enough to read, for tests that edit, damage and compare tables."""

from pathlib import Path

TABLES = {
    "agreements.csv": """agreement_id,number,title,short_title,lead_department
a-01,1,More people in work,Work,dep
a-02,2,Cleaner rivers,Rivers,env
""",
    "departments.csv": """department_id,name,abbreviation
dep,Department of Employment,DEP
env,"Department of Rivers, Lakes and Shores",ENV
""",
    "agreement_departments.csv": """agreement_id,department_id,role,valid_from
a-01,env,partner,2008-04
""",
    "indicators.csv": """indicator_id,agreement_id,number,name,kind,direction,unit,baseline_period,target_value,target_period,target_basis
a-01/1,a-01,1,Share in work,improve,increase,percent,2007-08,,,
a-01/2,a-01,2,Vacancies,improve,increase,number,,,,
a-02/1,a-02,1,Rivers of good quality,target,increase,percent,,75,2010,level
""",
    "measures.csv": """measure_id,indicator_id,label,role,is_rateable,unit,value_kind,dimension_value
a-01/1:share,a-01/1,Share in work,headline,true,percent,proportion,
a-01/1:share-young,a-01/1,"Share in work, aged 16 to 24",group,false,percent,proportion,16-24
a-01/2:vacancies,a-01/2,Vacancies,headline,true,number,count,
a-02/1:good,a-02/1,Rivers of good quality,headline,true,percent,proportion,
""",
    "observations/a-01.csv": """measure_id,period,period_as_published,value,numerator,denominator,status,provenance,source_id
a-01/1:share,2004-05,2004-05,71.2,,,final,read,labour-survey
a-01/1:share,2005-06,2005-06,71.5,,,final,read,labour-survey
a-01/1:share,2006-07,2006-07,71.4,,,final,read,labour-survey
a-01/1:share,2007-08,2007-08,71.6,,,final,read,labour-survey
a-01/1:share,2008-09,2008-09,72.3,,,final,read,labour-survey
a-01/1:share,2009-10,2009-10,72.9,,,provisional,read,labour-survey
a-01/1:share-young,2007-08,2007-08,50.1,,,final,read,labour-survey
a-01/1:share-young,2009-10,2009-10,48.8,,,final,read,labour-survey
a-01/2:vacancies,2006,2006,612000,,,final,read,labour-survey
a-01/2:vacancies,2007,2007,655500,,,final,read,labour-survey
a-01/2:vacancies,2009,2009,434000,,,final,read,labour-survey
""",
    "observations/a-02.csv": """measure_id,period,period_as_published,value,numerator,denominator,status,provenance,source_id
a-02/1:good,2005,2005,70,,,final,read,river-report
a-02/1:good,2006,2006,70.5,,,final,read,river-report
a-02/1:good,2007,2007,71.25,,,final,read,river-report
a-02/1:good,2010,2010,76,,,final,read,river-report
""",
    "sources.csv": """source_id,title,publisher,url,read_on
labour-survey,"Labour survey, yearly tables",Statistics Office,https://example.org/labour,2010-11-01
river-report,River report 2010,Rivers Agency,,2010-12-31
""",
}


def write_small_framework(folder: Path) -> Path:
    """Write the tables below a folder and return it."""
    for name, text in TABLES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return folder
