/* The report of closed charges: shows how far it is, and cannot be asked for twice at once. */

(function () {
  "use strict";

  /* Who listens is told of every so many percent. */
  var SAID_STEP = 25;

  function start(link) {
    var button = link;
    if (button.getAttribute("aria-disabled") === "true") {
      return;
    }
    var label = button.querySelector(".label");
    var idle = label.textContent;
    var said = document.getElementById(button.dataset.said);
    var failed = document.getElementById(button.dataset.failed);
    button.setAttribute("aria-disabled", "true");
    failed.hidden = true;
    fetch(button.dataset.progress)
      .then(function (response) {
        if (!response.ok) {
          window.location.assign(button.href); /* The plain address says what is wrong. */
          return null;
        }
        return read(response.body.getReader(), function (written) {
          var percent = Math.min(99, Math.round((100 * written) / Number(button.dataset.total)));
          label.textContent = working(button, percent);
          said.textContent = working(button, percent - (percent % SAID_STEP));
        });
      })
      .then(function (file) {
        if (file) {
          save(file);
          said.textContent = button.dataset.done;
        }
      })
      .catch(function () {
        said.textContent = "";
        failed.hidden = false;
      })
      .finally(function () {
        label.textContent = idle;
        button.removeAttribute("aria-disabled");
      });
  }

  function working(button, percent) {
    return button.dataset.working.replace("%", percent + "%");
  }

  /* Read lines of progress, then the line that names the file, then its bytes. */
  function read(reader, tell) {
    var decoder = new TextDecoder();
    var head = new Uint8Array(0);
    var file = null;
    var parts = [];

    function take(bytes) {
      if (file) {
        parts.push(bytes);
        return;
      }
      var joined = new Uint8Array(head.length + bytes.length);
      joined.set(head);
      joined.set(bytes, head.length);
      head = joined;
      for (var end = head.indexOf(10); end >= 0 && !file; end = head.indexOf(10)) {
        var line = JSON.parse(decoder.decode(head.subarray(0, end)));
        head = head.subarray(end + 1);
        if (line.failed) {
          throw new Error(line.failed);
        }
        if (line.name) {
          file = line;
          parts.push(head);
        } else {
          tell(line.written);
        }
      }
    }

    function next() {
      return reader.read().then(function (piece) {
        if (piece.done) {
          var blob = new Blob(parts);
          if (!file || blob.size !== file.size) {
            throw new Error("cut short");
          }
          return { name: file.name, blob: blob };
        }
        take(piece.value);
        return next();
      });
    }
    return next();
  }

  function save(file) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(file.blob);
    link.download = file.name;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  function choosePeriod(first, last, shown) {
    var search = "?from=" + first + "&to=" + last;
    return first && last && search !== shown.view ? search : window.dash_clientside.no_update;
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    reports: { choosePeriod: choosePeriod },
  });

  document.addEventListener("click", function (event) {
    var link = event.target.closest("a.report-download");
    if (link) {
      event.preventDefault();
      start(link);
    }
  });
})();
