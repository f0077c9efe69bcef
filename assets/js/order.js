/* The order of a subscription: its keys, and what assistive technology is told of its fields. */

(function () {
  "use strict";

  function form() {
    return document.getElementById("order-step");
  }

  /* Enter goes on, as in any form; in a list that is open, and on a button, it is theirs. */
  function goOn(event) {
    var plain =
      event.target.matches("input:not([type=checkbox])") &&
      !event.target.closest(".dash-dropdown-content");
    if (event.key !== "Enter" || !form() || !form().contains(event.target) || !plain) {
      return;
    }
    var next = document.getElementById("order-next");
    if (next && !next.disabled) {
      event.preventDefault();
      event.target.blur(); // What is typed is taken first.
      window.setTimeout(function () {
        next.click();
      }, 0);
    }
  }

  /* A problem beside a field is said of the field. */
  function describe() {
    if (!form()) {
      return;
    }
    form().querySelectorAll("[data-problem-of]").forEach(function (problem) {
      var field = document.getElementById(problem.dataset.problemOf);
      var target = field && (field.matches("input, button, textarea") ? field : field.querySelector("input"));
      if (target) {
        target.setAttribute("aria-invalid", String(problem.textContent !== ""));
        target.setAttribute("aria-describedby", problem.id);
      }
    });
  }

  /* After "Next" the keyboard is at the first field that is wrong. */
  function focusProblem() {
    var wrong = form() && form().querySelector("[aria-invalid=true]");
    if (wrong) {
      wrong.focus();
    }
  }

  var pending = null;
  new MutationObserver(function () {
    window.cancelAnimationFrame(pending);
    pending = window.requestAnimationFrame(describe);
  }).observe(document.documentElement, { childList: true, subtree: true, characterData: true });

  document.addEventListener("keydown", goOn);

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.order = {
    /* One less or one more of an amount, within its limits. */
    step: function (less, more, text, limits) {
      var ids = window.dash_clientside.callback_context.triggered_id;
      if (!ids || (!less && !more)) {
        return window.dash_clientside.no_update;
      }
      var now = parseInt(text, 10);
      var next = (isNaN(now) ? limits.least : now) + (ids.type === "order-more" ? 1 : -1);
      next = Math.max(limits.least, limits.most === null ? next : Math.min(limits.most, next));
      return String(next);
    },
    focus_problem: function () {
      window.setTimeout(focusProblem, 60);
      return window.dash_clientside.no_update;
    },
  };
})();
