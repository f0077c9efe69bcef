/* The tour over the frame: a dialog that points at one part after another. Whoever leaves it, by a
   click or Esc, has seen it for good. */

(function () {
  "use strict";

  var GAP = 12;
  var dialog = null;

  function told() {
    return document.getElementById("tour");
  }

  function made(tag, className, text) {
    var part = document.createElement(tag);
    part.className = className;
    part.textContent = text || "";
    return part;
  }

  function button(className, text, act) {
    var part = made("button", className, text);
    part.type = "button";
    part.addEventListener("click", act);
    return part;
  }

  /* What a selector finds that is on the screen. */
  function shown(selector) {
    return Array.from(document.querySelectorAll(selector)).find(function (part) {
      var box = part.getBoundingClientRect();
      return box.width > 0 && box.height > 0 && part.checkVisibility({ visibilityProperty: true });
    });
  }

  function keepSeen() {
    if (told().dataset.due === "yes") {
      told().dataset.due = "no";
      fetch(told().dataset.seen, {
        method: "POST",
        keepalive: true,
        headers: { "X-CSRFToken": window.portalToken(), Accept: "application/json" },
      }).catch(function () {}); /* Then it is shown once more. */
    }
  }

  function begin() {
    var says = told().dataset;
    var steps = JSON.parse(says.steps).filter(function (step) { return shown(step.at); });
    if (dialog || !steps.length) {
      return;
    }
    var at = 0;
    var spot = made("div", "tour-spot");
    var place = made("p", "hint tour-place");
    var title = made("h2", "");
    var text = made("p", "");
    var back = button("btn btn-quiet", says.back, function () { show(at - 1); });
    var next = button("btn btn-primary", says.next, function () {
      if (at + 1 < steps.length) {
        show(at + 1);
      } else {
        dialog.close();
      }
    });
    var skip = button("link-button tour-skip", says.skip, function () { dialog.close(); });
    var words = made("div", "tour-words");
    var actions = made("div", "tour-actions");
    var card = made("div", "tour-card");

    function point() {
      var part = shown(steps[at].at);
      if (!part) {
        return;
      }
      var box = part.getBoundingClientRect();
      var root = document.documentElement;
      spot.style.left = box.left - 4 + "px";
      spot.style.top = box.top - 4 + "px";
      spot.style.width = box.width + 8 + "px";
      spot.style.height = box.height + 8 + "px";
      var left = Math.min(box.left, root.clientWidth - card.offsetWidth - GAP);
      var below = box.bottom + GAP;
      var isHigh = below + card.offsetHeight < root.clientHeight;
      card.style.left = Math.max(GAP, left) + "px";
      card.style.top = (isHigh ? below : Math.max(GAP, box.top - GAP - card.offsetHeight)) + "px";
    }

    function show(number) {
      at = number;
      place.textContent = says.place.replace("{step}", at + 1).replace("{count}", steps.length);
      title.textContent = steps[at].title;
      text.textContent = steps[at].text;
      back.hidden = at === 0;
      skip.hidden = at + 1 === steps.length;
      next.textContent = at + 1 < steps.length ? says.next : says.done;
      point();
      next.focus();
    }

    dialog = made("dialog", "tour");
    title.id = "tour-title";
    text.id = "tour-text";
    dialog.setAttribute("aria-labelledby", title.id);
    dialog.setAttribute("aria-describedby", text.id);
    words.setAttribute("aria-live", "polite");
    words.append(place, title, text);
    actions.append(skip, back, next);
    card.append(words, actions);
    dialog.append(spot, card);
    dialog.addEventListener("close", function () {
      window.removeEventListener("resize", point);
      dialog.remove();
      dialog = null;
      keepSeen();
    });
    document.body.append(dialog);
    dialog.showModal();
    window.addEventListener("resize", point);
    show(0);
  }

  document.addEventListener("click", function (event) {
    if (event.target.closest(".tour-start")) {
      begin();
    }
  });

  /* Once the frame stands, on the main page only. */
  var waiting = new MutationObserver(function () {
    if (told() && document.querySelector(".partner-menu")) {
      waiting.disconnect();
      if (told().dataset.due === "yes" && window.location.pathname === "/") {
        window.requestAnimationFrame(begin);
      }
    }
  });
  waiting.observe(document.documentElement, { childList: true, subtree: true });
})();
