/* The field that an amount in a row turns into: it lies over its row, wherever that is drawn. */

(function () {
  "use strict";

  var EDITOR = "amount-editor";
  var FIELD = "amount-editor-field";
  var GAP = 8;
  var CARDS = window.matchMedia("(max-width: 767.98px)");

  var about = null;

  function editor() {
    return document.getElementById(EDITOR);
  }

  function anchor() {
    return document.querySelector(
      '.amount-edit[data-subscription="' + CSS.escape(about.subscription) + '"]'
    );
  }

  function open(button) {
    about = Object.assign({}, button.dataset);
    write(about.amount);
    editor().hidden = false;
    place();
    var field = document.getElementById(FIELD);
    /* When the amount stands in it. */
    window.requestAnimationFrame(function () {
      field.focus({ preventScroll: true });
      field.select();
      editor().scrollIntoView({ block: "nearest" });
    });
  }

  function close() {
    var button = about && anchor();
    editor().hidden = true;
    about = null;
    if (button) {
      button.focus({ preventScroll: true });
    }
  }

  /* Lay the field over the amount, or below it in a card, whose values it would cover; a row that
     is gone leaves it where it was. */
  function place() {
    var button = about && editor() && anchor();
    if (!button) {
      return;
    }
    var page = editor().offsetParent.getBoundingClientRect();
    var row = button.getBoundingClientRect();
    var box = editor().getBoundingClientRect();
    var left = Math.min(row.right - page.left - box.width + GAP, page.width - box.width);
    editor().style.left = Math.max(left, 0) + "px";
    var top = CARDS.matches ? row.bottom + GAP / 2 : row.top + (row.height - 52) / 2;
    editor().style.top = top - page.top + "px";
  }

  function write(text) {
    document.getElementById(FIELD).value = String(text);
    check(String(text));
  }

  function turn(by) {
    var value = Number(document.getElementById(FIELD).value);
    var least = Number(about.least);
    var most = about.most === "" ? Infinity : Number(about.most);
    if (Number.isFinite(value)) {
      write(Math.min(Math.max(value + by, least), most));
    }
  }

  /* A number as the portal writes it: 10,000, or 10 000 with narrow spaces. */
  function written(number) {
    var text = Number(number).toLocaleString(document.documentElement.lang);
    return text.replace(/\u00a0/g, "\u202f");
  }

  function problemOf(text, of) {
    var value = /^[0-9]{1,9}$/.test(text) ? Number(text) : NaN;
    var most = of.most === "" ? Infinity : Number(of.most);
    if (value >= Number(of.least) && value <= most) {
      return "";
    }
    var said = editor().querySelector(".problem").dataset;
    return (of.most === "" ? said.above : said.between)
      .replace("{min}", written(of.least))
      .replace("{max}", written(of.most));
  }

  /* Say what is wrong with an amount; one that is right may be confirmed. */
  function check(text) {
    var problem = problemOf(text, about);
    var confirm = editor().querySelector(".amount-confirm");
    editor().querySelector(".problem").textContent = problem;
    confirm.disabled = Boolean(problem) || text === about.amount;
    confirm.dataset.subscription = about.subscription;
    confirm.dataset.amount = text;
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest(".amount-edit");
    var by = event.target.closest(".amount-turn");
    if (button) {
      open(button);
    } else if (by && about) {
      turn(Number(by.dataset.by));
    } else if (event.target.closest(".amount-cancel")) {
      close();
    } else if (event.target.closest(".amount-confirm:not(:disabled)")) {
      /* When the dialog has taken the click: it gives the keyboard back to the row. */
      window.setTimeout(close, 0);
    }
  });

  document.addEventListener("input", function (event) {
    if (about && event.target.id === FIELD) {
      check(event.target.value.trim());
    }
  });

  document.addEventListener("keydown", function (event) {
    if (!about || !editor() || !editor().contains(event.target)) {
      return;
    }
    if (event.key === "Escape") {
      close();
    } else if (event.target.id === FIELD && event.key === "Enter") {
      event.preventDefault();
      editor().querySelector(".amount-confirm").click();
    } else if (event.target.id === FIELD && /^Arrow(Up|Down)$/.test(event.key)) {
      event.preventDefault();
      turn(event.key === "ArrowUp" ? 1 : -1);
    }
  });

  window.addEventListener("resize", place);
  document.addEventListener("scroll", place, true);
  new MutationObserver(function () {
    if (about && !editor()) {
      about = null; /* Another page. */
    } else if (about) {
      place();
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
