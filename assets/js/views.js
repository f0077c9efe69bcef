/* From one view to the next: what is on its way is told to other scripts, and what fails to people,
   who can ask for it again. */

(function () {
  "use strict";

  var CALLBACKS = "/_dash-update-component";
  var PAGE = "_pages_content";
  /* What the next view is drawn into, and how it is asked for once more. */
  var LOADS = {
    page: {
      part: function () {
        return window.portalStart.entry.querySelector("#" + PAGE);
      },
      again: function () {
        var here = { pathname: window.location.pathname, search: window.location.search };
        window.dash_clientside.set_props("_pages_location", here);
      },
    },
    view: {
      part: viewPart,
      again: function () {
        var location = viewPart().dataset.viewLocation;
        window.dash_clientside.set_props(location, { search: window.location.search });
      },
    },
  };
  /* An answer that changes nothing draws nothing: how long that is waited for, in ms. */
  var LONGEST_DRAWING = 1000;

  /* The page or view on its way; the answer to an earlier one is dropped. */
  var current = null;
  /* Asks for what failed once more. */
  var again = null;
  /* The path of the page that stands. */
  var shownPath = null;
  var keyboard = window.portalKeyboard;

  function viewPart() {
    return document.querySelector("[data-view-location]");
  }

  /* Say what a callback is for: a page, another view of it, a timer, or what somebody did. */
  function kindOf(body) {
    var view = viewPart();
    var changed = body.changedPropIds;
    if (body.output.indexOf(PAGE + ".children") >= 0) {
      return "page";
    }
    if (view && changed.indexOf(view.dataset.viewLocation + ".search") >= 0) {
      return "view";
    }
    var isByItself = changed.every(function (each) {
      return /\.n_intervals$/.test(each);
    });
    return isByItself ? "timer" : "action";
  }

  var plainFetch = window.fetch;
  window.fetch = function (resource, options) {
    var answer = plainFetch.call(window, resource, options);
    if (String(resource).indexOf(CALLBACKS) < 0) {
      return answer;
    }
    return follow(answer, begin(kindOf(JSON.parse(options.body))));
  };

  /* Hand an answer on when all of it has come. A failure is told here, and changes nothing. */
  function follow(answer, load) {
    return answer
      .then(function (response) {
        return response.text().then(function (text) {
          if (!response.ok) {
            throw new Refusal(text);
          }
          load.come();
          return new Response(text || null, { status: response.status, headers: response.headers });
        });
      })
      .catch(function (failure) {
        load.fail(failure instanceof Refusal ? failure.reason : "");
        /* Without its first page a document has nothing to go on with: it is loaded anew. */
        return shownPath === null
          ? new Promise(nothing)
          : new Response(null, { status: 204 });
      });
  }

  /* What the portal says of a failure; nothing where something on the way answered instead. */
  function Refusal(text) {
    try {
      this.reason = JSON.parse(text).text || "";
    } catch (error) {
      this.reason = "";
    }
  }

  function begin(kind) {
    if (kind === "action") {
      document.getElementById("failed-action").hidden = true;
      return { come: nothing, fail: failAction.bind(null, pressed) };
    }
    /* While a page is on its way, the one that is going asks for a view as well. */
    var isCounted = kind === "page" || (kind === "view" && !(current && current.kind === "page"));
    return isCounted ? beginLoad(kind) : { come: nothing, fail: nothing };
  }

  function beginLoad(kind) {
    var part = LOADS[kind].part();
    var load = {
      kind: kind,
      come: function () {
        drawing.observe(part, { childList: true, subtree: true });
        setTimeout(drawn, LONGEST_DRAWING);
      },
      fail: function (reason) {
        if (end()) {
          again = LOADS[kind].again;
          announce("failed", kind, reason);
          /* Where no page stands yet, assets/js/waiting.js tells it in its place. */
          if (shownPath !== null) {
            tell("failed-view", reason);
            keyboard.comeBack();
          }
        }
      },
    };
    var drawing = new MutationObserver(function (changes) {
      if (changes.some(isOutsideCharts)) {
        drawn();
      }
    });

    function drawn() {
      drawing.disconnect();
      if (end()) {
        announce("came", kind);
        goOn(kind);
      }
    }

    function end() {
      if (current !== load) {
        return false;
      }
      current = null;
      part.removeAttribute("aria-busy");
      return true;
    }

    document.querySelectorAll("#content [aria-busy]").forEach(function (each) {
      each.removeAttribute("aria-busy"); /* What it waited for is dropped. */
    });
    current = load;
    part.setAttribute("aria-busy", "true");
    window.portalStart.entry.querySelector("#failed-view").hidden = true;
    keyboard.letGo();
    announce("asked", kind);
    return load;
  }

  function goOn(kind) {
    var isOtherPage = kind === "page" && shownPath && shownPath !== window.location.pathname;
    if (kind === "page") {
      shownPath = window.location.pathname;
    }
    keyboard.goOn(kind, isOtherPage);
  }

  function nothing() {}

  /* Charts change by themselves, as the pointer goes over them. */
  function isOutsideCharts(change) {
    return !change.target.closest(".js-plotly-plot");
  }

  function tell(id, reason) {
    var alert = document.getElementById(id);
    alert.querySelector(".reason").textContent = reason;
    /* Whoever says why could be reached. */
    alert.querySelector(".usual").hidden = id === "failed-action" && reason !== "";
    alert.hidden = false;
  }

  /* Let other scripts know what is asked for, has come or has failed. */
  function announce(what, kind, reason) {
    var detail = { kind: kind, reason: reason };
    document.dispatchEvent(new CustomEvent("portal:" + what, { detail: detail }));
  }

  /* The button that was pressed last, unless something was typed since: what an action is of. */
  var pressed = null;

  document.addEventListener(
    "click",
    function (event) {
      var button = event.target.closest("button:not(.failure button)");
      pressed = button || pressed;
    },
    true
  );
  document.addEventListener("input", function () {
    pressed = null;
  });

  function isThere(button) {
    return Boolean(button) && button.isConnected && !button.disabled;
  }

  /* What a button asked for is asked for once more by pressing it. */
  function failAction(button, reason) {
    var alert = document.getElementById("failed-action");
    announce("failed", "action", reason);
    again = function () {
      if (isThere(button)) {
        button.click();
      }
    };
    alert.querySelector(".again").hidden = !(button && button.isConnected);
    tell("failed-action", reason);
  }

  document.addEventListener("click", function (event) {
    var alert = event.target.closest(".failure");
    if (alert && event.target.closest("button")) {
      alert.hidden = true;
      keyboard.focusOn(alert.id === "failed-action" && isThere(pressed) ? pressed : keyboard.heading());
      if (event.target.closest(".again")) {
        again();
      }
    }
  });
})();
