/* Copying ids and values, and secrets, which are asked for when somebody wants them. */

(function () {
  "use strict";

  var CHECK = "\uF633";
  var FEEDBACK_MS = 1600;
  var SHOWN_MS = 60000;

  /* Ask for a secret. It is kept nowhere but on the screen, and not for long. */
  function ask(address) {
    return fetch(address, { headers: { Accept: "application/json" }, cache: "no-store" }).then(
      function (answer) {
        if (answer.status === 401) {
          window.location.reload();
        }
        if (!answer.ok) {
          throw new Error(String(answer.status));
        }
        return answer.json().then(function (told) {
          return told.value;
        });
      }
    );
  }

  function copy(button) {
    var address = button.dataset.secret;
    var text = address ? ask(address) : Promise.resolve(button.dataset.copies);
    write(text).then(
      function () {
        tell(button, button.dataset.done, CHECK, "done");
      },
      function () {
        tell(button, button.dataset.failed || button.title, null, "failed");
      }
    );
  }

  /* Safari lets only the click itself write, so that it is handed what is still on its way. */
  function write(text) {
    if (!navigator.clipboard) {
      return Promise.reject(new Error("no clipboard"));
    }
    if (window.ClipboardItem && navigator.clipboard.write) {
      var blob = text.then(function (value) {
        return new Blob([value], { type: "text/plain" });
      });
      return navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    }
    return text.then(function (value) {
      return navigator.clipboard.writeText(value);
    });
  }

  /* Say for a moment, to eyes and ears, what came of a press. */
  function tell(button, text, glyph, className) {
    if (button.dataset.tells) {
      return;
    }
    var icon = button.querySelector(".icon");
    var before = { label: button.getAttribute("aria-label"), glyph: icon.textContent };
    button.dataset.tells = "1";
    button.setAttribute("aria-label", text);
    button.classList.add(className);
    if (glyph) {
      icon.textContent = glyph;
    }
    setTimeout(function () {
      delete button.dataset.tells;
      button.setAttribute("aria-label", before.label);
      button.classList.remove(className);
      icon.textContent = before.glyph;
    }, FEEDBACK_MS);
  }

  function turn(button) {
    var value = button.closest("dd").querySelector(".told-value");
    if (button.getAttribute("aria-pressed") === "true") {
      hide(button, value);
      return;
    }
    ask(button.dataset.secret).then(
      function (text) {
        value.textContent = text;
        button.setAttribute("aria-pressed", "true");
        setTimeout(hide, SHOWN_MS, button, value);
      },
      function () {
        value.textContent = button.dataset.failed;
        setTimeout(hide, FEEDBACK_MS, button, value);
      }
    );
  }

  function hide(button, value) {
    value.textContent = button.dataset.mask;
    button.setAttribute("aria-pressed", "false");
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (button && button.matches(".shows")) {
      turn(button);
    } else if (button && (button.matches(".copies") || button.matches(".copied-id"))) {
      copy(button);
    }
  });
})();
