/* The keyboard goes on where it was, when what it was on is drawn anew (assets/js/views.js). */

(function () {
  "use strict";

  /* The control that the keyboard was on last, and what to know it by when it is drawn anew. */
  var held = null;

  document.addEventListener("focusin", function (event) {
    var control = event.target;
    var part = control.parentElement && control.parentElement.closest("[id]");
    var label = control.closest(".field-label") && control.parentElement.querySelector("label");
    held = {
      control: control,
      id: control.id,
      part: part && part.id,
      name: nameOf(control),
      field: label && label.htmlFor,
    };
  });

  /* Forget a control that somebody left, and not one that went away under them. */
  function letGo() {
    if (held && held.control.isConnected && held.control !== document.activeElement) {
      held = null;
    }
  }

  /* Go on once something has been drawn: on a page that is another one at its heading. */
  function goOn(kind, isOtherPage) {
    var ready = document.querySelector("#content [data-focused] input");
    if (kind === "page" && ready) {
      ready.focus();
    } else if (isOtherPage) {
      focusOn(heading());
    } else if (held && !held.control.isConnected && document.activeElement === document.body) {
      focusOn(drawnAnew(held) || heading());
    }
  }

  /* The control that the keyboard was on, on a page that was to be left. */
  function comeBack() {
    if (held && held.control.isConnected && document.activeElement === document.body) {
      focusOn(held.control);
    }
  }

  /* Find a control by its id or its name; for one that is gone, the field that it belonged to. */
  function drawnAnew(gone) {
    var part = document.getElementById(gone.part) || document;
    var alike = Array.from(part.querySelectorAll(gone.control.tagName)).find(function (each) {
      return nameOf(each) === gone.name;
    });
    return document.getElementById(gone.id) || alike || document.getElementById(gone.field);
  }

  function nameOf(control) {
    var texts = Array.from(control.childNodes).filter(function (each) {
      return !(each.classList && each.classList.contains("arrow"));
    });
    return (
      control.getAttribute("aria-label") ||
      texts
        .map(function (each) {
          return each.textContent;
        })
        .join("")
    );
  }

  function heading() {
    return document.querySelector("#content h1");
  }

  /* A key that is still down is meant for what it was pressed on: a list would open as it goes up. */
  var isKeyDown = false;
  var waiting = null;

  document.addEventListener(
    "keydown",
    function () {
      isKeyDown = true;
      waiting = null;
    },
    true
  );
  ["keyup", "pointerdown"].forEach(function (name) {
    document.addEventListener(name, release, true);
  });
  window.addEventListener("blur", release);

  function release() {
    var element = waiting;
    isKeyDown = false;
    waiting = null;
    if (element && element.isConnected) {
      window.setTimeout(focusOn.bind(null, element), 0);
    }
  }

  function focusOn(element) {
    if (isKeyDown) {
      waiting = element;
    } else if (element) {
      if (element.tagName === "H1") {
        element.tabIndex = -1;
      }
      element.focus({ preventScroll: true });
    }
  }

  window.portalKeyboard = {
    letGo: letGo,
    goOn: goOn,
    comeBack: comeBack,
    focusOn: focusOn,
    heading: heading,
  };
})();
