// Filters of the index. Without this script the form stays hidden and every row is shown.
(function () {
  "use strict";
  var form = document.getElementById("filters");
  var shown = document.getElementById("shown");
  var rows = Array.prototype.map.call(document.querySelectorAll("#agreements li[data-filter]"), function (row) {
    return { row: row, about: JSON.parse(row.getAttribute("data-filter")), parts: row.querySelectorAll(".strip > li") };
  });
  function value(name) { return document.getElementById("f-" + name).value; }
  function apply() {
    var words = value("text").toLowerCase().split(/\s+/).filter(Boolean);
    var department = value("departments"), label = value("labels"), coverage = value("coverage");
    var rating = value("ratings"), kind = value("kinds"), count = 0;
    rows.forEach(function (item) {
      var about = item.about, some = !rating && !kind;
      about.indicators.forEach(function (indicator, at) {
        var fits = (!rating || indicator[0] === rating) && (!kind || indicator[1] === kind);
        item.parts[at].classList.toggle("meant", fits && !!(rating || kind));
        some = some || fits;
      });
      var fits = some && (!label || about.label === label) && (!coverage || about.coverage === coverage) &&
        (!department || about.departments.indexOf(department) >= 0) &&
        words.every(function (word) { return about.text.indexOf(word) >= 0; });
      item.row.hidden = !fits;
      count += fits ? 1 : 0;
    });
    Array.prototype.forEach.call(document.querySelectorAll("#agreements > section"), function (section) {
      section.hidden = !section.querySelector("li[data-filter]:not([hidden])");
    });
    var text = count + " of " + rows.length + " shown";
    if (shown.textContent !== text) { shown.textContent = text; }
  }
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("change", apply);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(apply, 0); });
  window.addEventListener("pageshow", apply);
})();
