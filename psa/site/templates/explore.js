// Judge it yourself: shows the answer to a choice, held in the address. Without this script the page says where the tables are.
(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("data").textContent);
  var form = document.getElementById("choice"), answer = document.getElementById("answer"), every = document.getElementById("every");
  var fields = { indicator: document.getElementById("c-indicator"), rule: document.getElementById("c-rule"), year: document.getElementById("c-year") };
  var WAYS = { "1": "the right way", "0": "neither way", "-1": "the wrong way", "null": "not rated" };
  var SIGNS = { "1": "▲", "0": "●", "-1": "▼", "null": "–" };
  var known = {};
  data.items.forEach(function (item) { known[item.id] = item; });
  function make(name, text, look) {
    var node = document.createElement(name);
    if (text) { node.textContent = text; }
    if (look) { node.className = look; }
    return node;
  }
  function word(baseline, place) { return data.words[baseline[3][place]]; }
  function place() { return data.rules.map(function (rule) { return rule.id; }).indexOf(fields.rule.value); }
  function years(item, wanted) { // the baselines of an indicator; that of the year wanted is chosen, else the one in use
    var best = item.from.length ? item.from[0][0] : "";
    fields.year.textContent = "";
    item.from.forEach(function (baseline) {
      var isUsed = item.used === baseline[1], option = make("option", baseline[1] + (isUsed ? " (the baseline in use)" : ""));
      option.value = baseline[0];
      fields.year.appendChild(option);
      if (wanted ? baseline[0] <= wanted : isUsed || (!item.used && baseline[0] <= data.year)) { best = baseline[0]; }
    });
    fields.year.value = best;
    fields.year.disabled = item.from.length < 2;
  }
  function sentence(item, baseline, at) {
    var said = word(baseline, at), side = String(said[1]), way = { "1": 0, "0": 0, "-1": 0, "null": 0 };
    data.rules.forEach(function (rule, i) { way[String(word(baseline, i)[1])] += 1; });
    var able = data.rules.length - way["null"], box = document.createDocumentFragment();
    var name = item.name.replace(/^\S+\.\s/, "");
    box.appendChild(make("p", name + ": " + (said[1] === null ? "this rule cannot say" : said[0] + ", " + WAYS[side]) + ".", "answer"));
    var parts = [data.rules[at].name + "."];
    parts.push(baseline[2] ? "The figures go " + baseline[2] + "." : "Several figures are judged together, " + baseline[1] + " being the baseline.");
    parts.push("Of the " + able + " rules that can say, " + way["1"] + " say the right way, " + way["0"] + " neither and " + way["-1"] + " the wrong way.");
    box.appendChild(make("p", parts.join(" ")));
    if (item.used && item.used !== baseline[1]) { box.appendChild(make("p", "The baseline in use elsewhere on these pages is " + item.used + ".", "note")); }
    return box;
  }
  function table(item, chosen, at) {
    var region = make("div", "", "scroll"), grid = make("table"), head = make("tr"), caption = "Every rule from every baseline";
    region.tabIndex = 0;
    region.setAttribute("role", "region");
    region.setAttribute("aria-label", caption);
    grid.appendChild(make("caption", caption + ": ▲ the right way, ● neither, ▼ the wrong way, – cannot say"));
    head.appendChild(make("th", "Rule"));
    item.from.forEach(function (baseline) { head.appendChild(make("th", baseline[1])); });
    Array.prototype.forEach.call(head.children, function (cell) { cell.scope = "col"; });
    grid.appendChild(make("thead")).appendChild(head);
    var body = grid.appendChild(make("tbody"));
    data.rules.forEach(function (rule, i) {
      var row = body.appendChild(make("tr")), name = row.appendChild(make("th", rule.name));
      name.scope = "row";
      item.from.forEach(function (baseline) {
        var said = word(baseline, i);
        var cell = make("td", SIGNS[String(said[1])], "side" + said[1] + (baseline === chosen && i === at ? " chosen" : ""));
        cell.title = said[0];
        row.appendChild(cell);
      });
    });
    region.appendChild(grid);
    return region;
  }
  function apply() {
    var item = known[fields.indicator.value], at = place(), wanted = Number(fields.year.value);
    var chosen = item.from.filter(function (baseline) { return baseline[0] === wanted; })[0];
    answer.textContent = every.textContent = "";
    if (chosen) {
      answer.appendChild(sentence(item, chosen, at));
      every.appendChild(table(item, chosen, at));
    } else {
      answer.appendChild(make("p", item.name.replace(/^\S+\.\s/, "") + ": no rule can say.", "answer"));
      if (item.why) { answer.appendChild(make("p", item.why + ".")); }
    }
    if (item.link) {
      var link = make("a", "Its chart, figures and sources");
      link.href = item.link;
      every.appendChild(make("p")).appendChild(link);
    }
  }
  function remember() {
    var state = Object.keys(fields).filter(function (name) { return fields[name].value; }).map(function (name) {
      return name + "=" + encodeURIComponent(fields[name].value);
    }).join("&");
    try { history.replaceState(null, "", "#" + state); } catch (error) { return; }
  }
  function recall() {
    var state = {}, first = data.items.filter(function (item) { return item.from.length; })[0] || data.items[0];
    location.hash.slice(1).split("&").forEach(function (pair) {
      var parts = pair.split("=");
      try { state[parts[0]] = decodeURIComponent(parts[1] || ""); } catch (error) { return; }
    });
    fields.indicator.value = known[state.indicator] ? state.indicator : first.id;
    fields.rule.value = data.rules.some(function (rule) { return rule.id === state.rule; }) ? state.rule : data.rules[0].id;
    years(known[fields.indicator.value], Number(state.year) || 0);
    apply();
  }
  form.addEventListener("change", function (event) {
    if (event.target === fields.indicator) { years(known[fields.indicator.value], 0); }
    apply();
    remember();
  });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  window.addEventListener("hashchange", recall);
  document.getElementById("tables").hidden = true;
  form.hidden = false;
  recall();
})();
