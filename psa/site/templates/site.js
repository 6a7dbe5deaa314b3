// Filters of the index, held in its address. Without this script the form stays hidden and every row is shown.
(function () {
  "use strict";
  var form = document.getElementById("filters"), shown = document.getElementById("shown");
  var fields = Array.prototype.slice.call(form.querySelectorAll("input, select"));
  var rows = Array.prototype.map.call(document.querySelectorAll("#agreements li[data-filter]"), function (row) {
    return { row: row, about: JSON.parse(row.getAttribute("data-filter")), names: row.querySelectorAll(".named > li"), fold: row.querySelector("details") };
  });
  var total = rows.reduce(function (sum, item) { return sum + item.names.length; }, 0);
  function value(name) { var field = document.getElementById("f-" + name); return field ? field.value : ""; }
  function starts(word) { // at the beginning of a word, so that "rent" is not found in "different"
    var one = word.length > 4 ? word.replace(/ies$/, "y").replace(/([^s])s$/, "$1") : word; // "stabbings": "stabbing"
    var form = function (text) { return text.replace(/[^a-z0-9]/g, "\\$&"); };
    return new RegExp("(^|[^a-z0-9])(" + form(word) + "|" + form(one) + ")");
  }
  function apply() {
    var words = value("text").toLowerCase().split(/\s+/).filter(Boolean).map(starts), count = 0;
    var department = value("departments"), label = value("labels"), coverage = value("coverage");
    var rating = value("ratings"), kind = value("kinds"), target = value("targets");
    rows.forEach(function (item) {
      var about = item.about, some = 0, hits = 0;
      var rest = words.filter(function (word) { return !word.test(about.text); });
      var isOpen = (!label || about.label === label) && (!coverage || about.coverage === coverage) &&
        (!department || about.departments.indexOf(department) >= 0);
      about.indicators.forEach(function (indicator, at) {
        var own = rest.every(function (word) { return word.test(indicator[3]); });
        var fits = isOpen && own && (!rating || indicator[0] === rating) && (!kind || indicator[1] === kind) &&
          (!target || indicator[2] === target);
        var meant = fits && !!(rating || kind || target || rest.length ||
          (words.length && words.every(function (word) { return word.test(indicator[3]); })));
        item.names[at].classList.toggle("meant", meant);
        some += fits ? 1 : 0; hits += meant ? 1 : 0;
      });
      var fits = some > 0 || (isOpen && !about.indicators.length && !rest.length && !(rating || kind || target));
      item.row.hidden = !fits;
      if (item.fold) { item.fold.open = hits > 0; }
      count += words.length && hits ? hits : some;
    });
    Array.prototype.forEach.call(document.querySelectorAll("#agreements > section"), function (section) {
      section.hidden = !section.querySelector("li[data-filter]:not([hidden])");
    });
    var text = count + " of " + total + " " + shown.getAttribute("data-words");
    if (!count) { text += ". Nothing fits: try another word, or see what is missing."; }
    if (shown.textContent !== text) { shown.textContent = text; }
  }
  function remember() {
    var query = fields.filter(function (f) { return f.value; }).map(function (f) {
      return encodeURIComponent(f.id.slice(2)) + "=" + encodeURIComponent(f.value);
    }).join("&");
    try { history.replaceState(null, "", location.pathname + (query ? "?" + query : "") + (query ? "#all" : "")); } catch (error) { return; }
  }
  function recall() {
    location.search.slice(1).split("&").forEach(function (pair) {
      var parts = pair.split("="), field = parts[0] && document.getElementById("f-" + decodeURIComponent(parts[0]));
      if (field && fields.indexOf(field) >= 0) { field.value = decodeURIComponent((parts[1] || "").replace(/\+/g, " ")); }
    });
  }
  function change() { apply(); remember(); }
  form.hidden = false;
  form.addEventListener("input", change);
  form.addEventListener("change", change);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(change, 0); });
  window.addEventListener("pageshow", function () { recall(); apply(); });
  recall();
  apply();
})();
