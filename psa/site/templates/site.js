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
  function plain(text) { return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[‐‑]/g, "-"); }
  function loose(text) { // words with a hyphen also in one: "re-offending", "reoffending"
    var base = plain(text);
    return base + " " + (base.match(/[^\s;,]+-[^\s;,]+/g) || []).map(function (word) { return word.replace(/-/g, ""); }).join(" ");
  }
  var known = {}; // every word of the texts
  rows.forEach(function (item) {
    item.about.text = loose(item.about.text);
    item.about.bodies = item.about.text + " " + loose(item.about.bodies);
    item.about.indicators.forEach(function (indicator) { indicator[3] = loose(indicator[3]); });
    [item.about.bodies].concat(item.about.indicators.map(function (indicator) { return indicator[3]; })).forEach(function (text) {
      (text.match(/[^\s;,.()]+/g) || []).forEach(function (word) { known[word] = true; });
    });
  });
  var vocabulary = Object.keys(known);
  function pattern(forms, isWhole) { // at the beginning of a word, so that "rent" is not found in "different"
    var safe = forms.filter(Boolean).map(function (form) { return form.replace(/[^a-z0-9]/g, "\\$&"); });
    return new RegExp("(^|[^a-z0-9])(" + safe.join("|") + ")" + (isWhole ? "s?($|[^a-z0-9])" : ""));
  }
  function forms(word) { // "stabbings": "stabbing", "burglaries": "burglary"
    var one = word.length > 4 ? word.replace(/ies$/, "y").replace(/(ss|sh|ch|x)es$/, "$1").replace(/([^s])s$/, "$1") : word;
    return [word, one, word.replace(/-/g, "")];
  }
  function stem(word) { return word.replace(/(ations?|ments?|ings?|ers?|ed|ies|es|s|y|e)$/, ""); }
  function near(word, other) { // one slip of the hand: a letter wrong, more, less, or two the other way round
    if (Math.abs(word.length - other.length) > 1 || word[0] !== other[0]) { return false; }
    var at = 0, end = 0, most = Math.min(word.length, other.length);
    while (at < most && word[at] === other[at]) { at += 1; }
    while (end < most - at && word[word.length - 1 - end] === other[other.length - 1 - end]) { end += 1; }
    var left = word.slice(at, word.length - end), right = other.slice(at, other.length - end);
    if (word.length < 6 && left.length > right.length) { return false; } // "flood" is not "food"
    return left.length + right.length <= 1 || (left.length === 1 && right.length === 1 && word.length > 9) ||
      (left.length === 2 && right === left[1] + left[0]);
  }
  function readings(word) { // what a word that was typed may mean, the nearest reading first that is found at all
    var exact = pattern(forms(word), word.length < 4 && known[word]), short = stem(word), slips = [];
    if (vocabulary.some(function (other) { return exact.test(other); })) { return { test: exact }; }
    if (short.length > 4 && short.length >= 0.6 * word.length && short !== word) {
      var loosely = pattern([short]);
      slips = vocabulary.filter(function (other) { return loosely.test(other) && other.length < word.length + 4; });
    }
    if (!slips.length && word.length > 4) {
      slips = vocabulary.filter(function (other) { return near(word, other) || near(word, forms(other)[1]); });
    }
    return slips.length ? { test: pattern([].concat.apply([], slips.map(forms)), true), typed: word, meant: slips.slice(0, 3) } : { test: exact };
  }
  function isFound(word) { var exact = pattern(forms(word)); return vocabulary.some(function (other) { return exact.test(other); }); }
  function asTyped() { // the words of the box without those that tell nothing; a hyphen that no text has parts two words
    var all = plain(value("text")).split(/[\s,;]+/).filter(Boolean);
    all = all.reduce(function (sum, word) { return sum.concat(isFound(word) ? word : word.split("-").filter(Boolean)); }, []);
    var telling = all.filter(function (word) { return !/^(of|the|in|on|for|and|to|by|at|an?)$/.test(word); });
    return telling.length ? telling : all;
  }
  function show(words, where) { // the rows that fit; how many indicators they are. where: of the row, what is searched too
    var count = 0, department = value("departments"), label = value("labels"), coverage = value("coverage");
    var rating = value("ratings"), kind = value("kinds"), target = value("targets");
    rows.forEach(function (item) {
      var about = item.about, some = 0, hits = 0;
      var rest = words.filter(function (word) { return !word.test(about[where]); });
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
    return count;
  }
  function apply() {
    var read = asTyped().map(readings), words = read.map(function (reading) { return reading.test; });
    // the names of departments only where nothing else fits: many hold words such as "sport" or "skills"
    var count = show(words, "text") || show(words, "bodies");
    Array.prototype.forEach.call(document.querySelectorAll("#agreements > section"), function (section) {
      section.hidden = !section.querySelector("li[data-filter]:not([hidden])");
    });
    var text = count + " of " + total + " " + shown.getAttribute("data-words");
    read.filter(function (reading) { return count && reading.typed; }).forEach(function (reading) {
      text += ". Nothing has “" + reading.typed + "”: these have “" + reading.meant.join("”, “") + "”";
    });
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
