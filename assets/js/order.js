/* The order of a subscription: its keys, and what assistive technology is told of its fields. */

(function () {
  "use strict";

  var FIELDS = "input:not([disabled]), button.dash-dropdown:not([disabled])";
  var LONGEST_WAIT_MS = 10000;
  var shownStep = null;
  var isPressed = false;

  function form() {
    return document.getElementById("order-step");
  }

  function nextButton() {
    return document.getElementById("order-next");
  }

  /* Press "Next" as soon as it can be: what was typed last may still be on its way. */
  function press(since) {
    var next = nextButton();
    if (next && !next.disabled && !next.classList.contains("busy")) {
      next.click();
    } else if (next && Date.now() - since < LONGEST_WAIT_MS) {
      window.setTimeout(press.bind(null, since), 50);
    }
  }

  /* Enter goes on, as in any form; in a list that is open, and on a button, it is theirs. */
  function goOn(event) {
    var isField =
      event.target.matches("input") && !event.target.closest(".dash-dropdown-content");
    if (event.key === "Enter" && form() && form().contains(event.target) && isField) {
      event.preventDefault();
      event.target.blur(); // What is typed is taken first.
      window.setTimeout(press.bind(null, Date.now()), 0);
    }
  }

  function target(field) {
    return field && (field.matches("input, button") ? field : field.querySelector("input, button"));
  }

  /* A problem beside a field is said of the field. */
  function describe() {
    form().querySelectorAll("[data-problem-of]").forEach(function (problem) {
      var field = target(document.getElementById(problem.dataset.problemOf));
      if (field) {
        field.setAttribute("aria-invalid", String(problem.textContent !== ""));
        field.setAttribute("aria-describedby", problem.id);
      }
    });
  }

  /* On a new step the keyboard is at its first field; after "Next", at the first that is wrong. */
  function lead() {
    var step = document.querySelector(".steps .current");
    var isNew = shownStep !== null && step && step.textContent !== shownStep;
    shownStep = step ? step.textContent : shownStep;
    var field = null;
    if (isNew) {
      isPressed = false;
      field = form().querySelector(FIELDS);
      window.scrollTo(0, 0);
    } else if (isPressed && nextButton() && !nextButton().classList.contains("busy")) {
      field = form().querySelector("[aria-invalid=true]");
      isPressed = !field;
    }
    if (field) {
      field.focus({ preventScroll: isNew });
    }
  }

  var pending = null;
  function look() {
    if (form()) {
      describe();
      lead();
    } else {
      shownStep = null;
    }
  }
  new MutationObserver(function () {
    window.cancelAnimationFrame(pending);
    pending = window.requestAnimationFrame(look);
  }).observe(document.documentElement, {
    attributeFilter: ["class"],
    characterData: true,
    childList: true,
    subtree: true,
  });

  document.addEventListener("keydown", goOn);
  document.addEventListener("click", function (event) {
    if (event.target.closest("#order-next")) {
      isPressed = true;
    }
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.order = {
    /* One less or one more of an amount, within its limits. */
    step: function (less, more, text, limits) {
      var pressed = window.dash_clientside.callback_context.triggered_id;
      if (!pressed || (!less && !more)) {
        return window.dash_clientside.no_update;
      }
      var now = parseInt(text, 10);
      var next = (isNaN(now) ? limits.least : now) + (pressed.type === "order-more" ? 1 : -1);
      next = Math.max(limits.least, limits.most === null ? next : Math.min(limits.most, next));
      return String(next);
    },
  };
})();
