"""Open SDG sites of three made countries, each in its own shape; each returns its figures as they should come in.

A: semicolons, decimal commas, Windows-1252, a total for the headline, metadata a folder a language, Portuguese.
B: SDMX columns parted by tabs in UTF-16, thin spaces and real minuses, periods in six forms, JSON and YAML, Kazakh.
C: files named in the country's language, columns that no English word names, notes and marks, front matter, five languages.
"""

import json
import random


def site_a(folder):
    chance, figures = random.Random(1), {}
    (folder / "dados").mkdir(parents=True)
    settings = (
        "languages: [pt, en]\ninputs:\n - {class: InputCsvData, path_pattern: dados/indicator_*-*.csv}\n"
    )
    settings += " - {class: InputYamlMeta, path_pattern: metadados/*.yml}\n"
    (folder / "config_data.yml").write_text(settings, encoding="utf-8")
    names = {
        "1-2-1": "Taxa de pobreza",
        "3-4-1": "Mortalidade",
        "8-5-2": "Taxa de desemprego",
        "4-a-1": "Escolas",
    }
    for key, name in names.items():
        lines = [
            "Série;Ano;Sexo;Grupo etário;Distrito;Código;Unidade de medida;Valor;Estado da observação;Notas"
        ]
        for series, unit in (("Taxa", "%"), ("Número", "N.º")):
            for sex in ("Total", "Homens", "Mulheres"):
                for year in range(2010, 2023):
                    value = round(chance.random() * 40, 1) if unit == "%" else chance.randint(1000, 99999)
                    shown = str(value).replace(".", ",") if unit == "%" else f"{value:,}".replace(",", ".")
                    if chance.random() < 0.05:
                        shown = chance.choice(["..", "x", "…"])
                    else:
                        figures[key, series, sex, str(year)] = float(value)
                    period = f"{year}/{(year + 1) % 100:02d}" if key == "4-a-1" else str(year)
                    status = "A" if year < 2022 else "P"
                    lines.append(f"{series};{period};{sex};Total;Portugal;PT;{unit};{shown};{status};")
        (folder / "dados" / f"indicator_{key}.csv").write_bytes("\r\n".join(lines).encode("cp1252"))
        for language in ("pt", "en"):
            place = folder / "metadados" / language
            place.mkdir(parents=True, exist_ok=True)
            text = f"indicator_name: '{name} ({language})'\nsdg_goal: '{key[0]}'\nsource_organisation_1: Instituto\n"
            (place / f"{key}.yml").write_text(text, encoding="utf-8")
    return figures


PERIODS = {
    "3-1-1": lambda i: f"{2020 + i // 4}-Q{i % 4 + 1}",
    "9-2-1": lambda i: f"{2012 + i}/2",
    "13-1-1": lambda i: f"{2012 + i}.0",
    "16-1-1": lambda i: f"01.04.{2012 + i} - 31.03.{2013 + i}",
    "17-3-1": lambda i: f"{2012 + i}–{2014 + i}",
    "5-5-1": lambda i: f"{2021 + i // 12} {i % 12 + 1:02d}",
}


def site_b(folder):
    chance, figures = random.Random(2), {}
    for part in ("data", "meta", "indicator-config"):
        (folder / part).mkdir(parents=True)
    head = "SERIES\tREF_AREA\tRegion\tЖынысы\tUNIT_MEASURE\tUNIT_MULT\tTIME_PERIOD\tOBS_VALUE\tOBS_STATUS\tCOMMENT_OBS"
    for key, period in PERIODS.items():
        lines = [head]
        for region, code in (("", "KZ"), ("Алматы", "KZ75"), ("Астана", "KZ71")):
            for sex in ("_T", "F", "M"):
                for i in range(12):
                    value = round(chance.random() * 4000 - 500, 2)
                    shown = f"{value:,.2f}".replace(",", "\u00a0").replace("-", "−")
                    if chance.random() < 0.04:
                        shown = chance.choice([":", "NaN", "-", "[z]"])
                    else:
                        figures[key, code, sex, i] = value
                        shown += "*" if chance.random() < 0.05 else ""
                    note = "есеп" if i == 3 else ""
                    lines.append(f"VC\t{code}\t{region}\t{sex}\tPT\t0\t{period(i)}\t{shown}\tA\t{note}")
        (folder / "data" / f"{key}.csv").write_text("\n".join(lines), encoding="utf-16")
        about = {"indicator_name": f"Көрсеткіш {key}", "goal_number": key.partition("-")[0]}
        (folder / "meta" / f"{key}.json").write_text(json.dumps(about), encoding="utf-8")
        text = "progress_calculation_options:\n  - {direction: negative, target: 5, target_year: 2030}\n"
        (folder / "indicator-config" / f"{key}.yml").write_text(text, encoding="utf-8")
    return figures


HEADERS = {
    "1-1-1": "Rok,Płeć,Województwo,Kod,Jednostka,Wartość,Uwagi",
    "2-1-1": "Vuosi,Sukupuoli,Alue,Koodi,Yksikkö,Arvo,Huomautus",
    "6-1-1": "Yıl,Cinsiyet,Bölge,Kod,Birim,Değer,Not",
    "7-1-1": "Năm,Giới tính,Vùng,Mã,Đơn vị,Giá trị,Ghi chú",
    "10-1-1": "Tempus,Sexus,Regio,Codex,Mensura,Pretium,Nota",
}


def site_c(folder):
    chance, figures = random.Random(3), {}
    (folder / "data").mkdir(parents=True)
    (folder / "meta" / "pl").mkdir(parents=True)
    for key, head in HEADERS.items():
        lines = [head]
        for sex in ("", "A", "B"):
            for year in range(2005, 2024):
                value = round(chance.random() * 100, 2)
                figures[key, sex, str(year)] = value
                period, note = f"{year}" if year % 2 else f"{year}*", "note 3" if year == 2010 else ""
                lines.append(f'{period},{sex},,,%,"{value}%",{note}')
        (folder / "data" / f"wskaznik_{key}.csv").write_text("\n".join(lines), encoding="utf-8-sig")
        text = f"\n\n---\nindicator_name: Wskaźnik {key}\nindicator_number: {key}\n---\n"
        (folder / "meta" / "pl" / f"{key}.md").write_text(text, encoding="utf-8")
    return figures
