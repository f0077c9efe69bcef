/* Managing subscriptions: amounts turned by − and +, the dialog of operations, time that runs out. */

(function () {
  "use strict";

  var TICK_MS = 1000;
  var opener = null;

  /* Type a value into a field, as a person would: Dash hears of it, and keeps it. */
  function type(field, value) {
    var setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
    setter.call(field, value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /* One less or one more of an amount, within its limits. */
  function turn(button) {
    var stepper = button.closest(".stepper");
    var field = stepper.querySelector("input");
    var least = parseInt(stepper.dataset.least, 10);
    var most = stepper.dataset.most === "" ? Infinity : parseInt(stepper.dataset.most, 10);
    var now = parseInt(field.value, 10);
    var next = (isNaN(now) ? parseInt(stepper.dataset.held, 10) : now) + Number(button.dataset.turns);
    type(field, String(Math.max(least, Math.min(most, next))));
  }

  function reset(button) {
    button.closest("section").querySelectorAll(".stepper").forEach(function (stepper) {
      type(stepper.querySelector("input"), stepper.dataset.held);
    });
  }

  /* Have the dialog of an operation opened: `ask` answers. */
  function open(told) {
    var pressed = {
      action: told.operation,
      subscription: told.subscription,
      amount: told.amount,
      at: Date.now(),
    };
    window.dash_clientside.set_props("operation-opened", { data: pressed });
  }

  /* A problem beside a field is said of the field. */
  function describe() {
    var forms = [".managed-resources", ".operation-form", ".manager-form", ".own-details"];
    document.querySelectorAll(forms.map(function (form) { return form + " [data-problem-of]"; }).join())
      .forEach(function (problem) {
        var place = document.getElementById(problem.dataset.problemOf);
        var field = place && (place.matches("input, select, button") ? place : place.querySelector("input, button"));
        if (field) {
          field.setAttribute("aria-invalid", String(problem.textContent !== ""));
          field.setAttribute("aria-describedby", problem.id);
        }
      });
  }

  /* A dialog that was opened for an answer which does not come is not left empty. */
  document.addEventListener("portal:failed", function () {
    var title = document.getElementById("operation-title");
    if (title && title.textContent === "") {
      window.dash_clientside.set_props("operation-dialog", { is_open: false });
    }
  });

  /* The time of the platform, as the page or the countdown itself told it when it was drawn. */
  function platformNow(countdown) {
    var told = countdown.dataset.now ? countdown : document.getElementById("platform-clock");
    if (!told) {
      return Date.now();
    }
    if (told.clockOffset === undefined || told.clockTold !== told.dataset.now) {
      told.clockTold = told.dataset.now;
      told.clockOffset = Date.parse(told.dataset.now) - Date.now();
    }
    return Date.now() + told.clockOffset;
  }

  function written(left, units) {
    var seconds = Math.floor(left / 1000);
    var parts = [
      [Math.floor(seconds / 86400), units.days],
      [Math.floor(seconds / 3600) % 24, units.hours],
      [Math.floor(seconds / 60) % 60, units.minutes],
      [seconds % 60, units.seconds],
    ];
    while (parts.length > 1 && parts[0][0] === 0) {
      parts.shift();
    }
    return parts
      .map(function (part) {
        return part[0] + "\u00a0" + part[1];
      })
      .join(" ");
  }

  /* Count down; what was offered until then goes at zero (OP-42). */
  function count() {
    document.querySelectorAll(".countdown").forEach(function (countdown) {
      var left = Date.parse(countdown.dataset.until) - platformNow(countdown);
      var ended = countdown.closest("[data-ends]");
      if (left <= 0 && ended) {
        ended.hidden = true;
      }
      var text = left > 0 ? written(left, countdown.dataset) : "0";
      if (countdown.textContent !== text) {
        countdown.textContent = text;
      }
      if (left <= 0 && countdown.closest(".operation-dialog")) {
        document.getElementById("operation-confirm").disabled = true;
      }
    });
  }

  function shown(button) {
    return button && button.checkVisibility() ? button : null;
  }

  /* Return the amount of a row that was changed in place: its field is closed once it has asked. */
  function amountOf(id) {
    var about = id.charAt(0) === "{" ? JSON.parse(id) : {};
    return document.querySelector(
      '.amount-edit[data-subscription="' + CSS.escape(about.subscription || "") + '"]'
    );
  }

  /* After the dialog the keyboard is where it was; a button drawn anew meanwhile has its old id. */
  function giveBack() {
    var button = opener && (shown(document.getElementById(opener)) || amountOf(opener));
    opener = null;
    if (document.activeElement && document.activeElement !== document.body) {
      return;
    }
    if (button && !button.disabled) {
      button.focus();
    } else {
      var head = document.querySelector("#content h1");
      if (head) {
        head.tabIndex = -1;
        head.focus({ preventScroll: true });
      }
    }
  }

  /* What was confirmed and is wrong has the keyboard, once nothing is waited for. */
  function lead() {
    var form = document.getElementById("operation-body");
    var confirm = document.getElementById("operation-confirm");
    var isWaiting = !form || form.disabled || confirm.classList.contains("busy");
    var wrong = isWaiting ? null : form.querySelector("[aria-invalid=true]");
    hasWaited = hasWaited || isWaiting;
    if (isPressed && hasWaited && wrong) {
      isPressed = false;
      wrong.focus();
      wrong.closest(".field").scrollIntoView({ block: "nearest" }); // What is wrong stands below.
    }
  }

  /* What the dialog says stands above its form, which may be scrolled away. */
  function show() {
    var says = document.getElementById("operation-says");
    var text = says ? says.textContent : "";
    if (text !== "" && text !== said) {
      says.scrollIntoView({ block: "nearest" });
    }
    said = text;
  }

  var isOpen = false;
  var isPressed = false;
  var hasWaited = false;
  var said = "";
  var pending = null;
  function look() {
    var now = Boolean(document.querySelector(".operation-dialog"));
    if (isOpen && !now) {
      window.setTimeout(giveBack, 50);
    }
    isOpen = now;
    isPressed = isPressed && now;
    describe();
    show();
    lead();
    count();
  }
  new MutationObserver(function () {
    window.cancelAnimationFrame(pending);
    pending = window.requestAnimationFrame(look);
  }).observe(document.documentElement, {
    attributeFilter: ["class", "disabled"],
    characterData: true,
    childList: true,
    subtree: true,
  });
  window.setInterval(count, TICK_MS);

  document.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (button) {
      isPressed = button.id === "operation-confirm";
      hasWaited = false;
    }
    if (button && button.matches(".turns")) {
      turn(button);
    } else if (button && button.matches(".resets")) {
      reset(button);
    } else if (button && button.matches("[aria-haspopup=dialog][id]")) {
      opener = button.id;
    }
    if (button && button.dataset.operation) {
      open(button.dataset);
    }
  });

  /* Enter in the dialog's field is its button, as in any form. */
  document.addEventListener("keydown", function (event) {
    var confirm = document.getElementById("operation-confirm");
    if (
      event.key === "Enter" &&
      event.target.matches(".operation-form input") &&
      confirm &&
      !confirm.disabled
    ) {
      event.preventDefault();
      confirm.click();
    } else if (event.key === "Enter" && event.target.matches(".managed-resources input")) {
      var change = event.target.closest("section").querySelector(".table-actions .btn-primary");
      event.preventDefault();
      if (change && !change.disabled) {
        change.click();
      }
    }
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.managing = {
    /* Open the dialog at once, empty: what it shows comes from the platform. */
    ask: function (pressed) {
      var context = window.dash_clientside.callback_context;
      var typed = {};
      (context.states_list[0] || []).forEach(function (one) {
        if (one.id.subscription === pressed.subscription) {
          typed[one.id.resource] = one.value;
        }
      });
      var asked = {
        action: pressed.action,
        subscription: pressed.subscription,
        amount: pressed.amount === undefined ? "" : Number(pressed.amount),
        amounts: pressed.action === "change" ? typed : {},
        at: pressed.at,
      };
      return [asked, true, "", [], [], [], true, null, null, false];
    },
    close: function (clicks) {
      return clicks ? false : window.dash_clientside.no_update;
    },
    /* Something was done: what follows a subscription on this page asks again now. */
    again: function (done) {
      if (done) {
        document.querySelectorAll("[data-followed]").forEach(function (part) {
          window.dash_clientside.set_props(part.dataset.followed, { n_intervals: Date.now() });
        });
      }
    },
  };
})();
