// Marks which requirements a new password holds, generates one, and lets it be sent only when all
// hold and both fields are the same (ACC-11 to ACC-13). Without it the server says what is wrong.
(() => {
  const tip = document.getElementById("rules");
  if (!tip) return;
  const fields = [tip.dataset.new, tip.dataset.confirm].map((id) => document.getElementById(id));
  const [first, second] = fields;
  const submit = first.form.querySelector('button[type="submit"]');
  const all = Array.from(tip.querySelectorAll("[data-rule]"));
  const has = (kind, text) => new RegExp(kind, "u").test(text);
  const mixed = (text) => has("\\p{Lu}", text) && has("\\p{Ll}", text);
  const symbol = (text) => has("[^\\p{L}\\p{N}\\s]", text);
  // The same as dashboard/sign_in/password_rules.py has.
  const rules = {
    length: (text) => Array.from(text).length >= 8,
    "letters-and-digits": (text) => has("\\p{L}", text) && has("\\p{Nd}", text),
    "mixed-case": mixed,
    symbol,
    "mixed-case-or-symbol": (text) => mixed(text) || symbol(text),
  };

  function mark() {
    for (const line of all) {
      const holds = rules[line.dataset.rule](first.value);
      line.toggleAttribute("data-holds", holds);
      if (holds) line.setAttribute("aria-label", `${line.textContent}: ${line.dataset.held}`);
      else line.removeAttribute("aria-label");
    }
    const isDone = all.every((line) => line.hasAttribute("data-holds"));
    submit.disabled = !isDone || first.value !== second.value;
  }

  // What the server said of passwords that stand there no more.
  function forget() {
    for (const field of fields) {
      document.getElementById(`${field.id}-problem`)?.remove();
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    }
  }

  function pick(letters) {
    // What does not divide evenly is drawn again, so that each is as likely.
    const most = 256 - (256 % letters.length);
    const drawn = new Uint8Array(1);
    do crypto.getRandomValues(drawn);
    while (drawn[0] >= most);
    return letters[drawn[0] % letters.length];
  }

  function generated() {
    const kinds = ["ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnopqrstuvwxyz", "23456789", "!#%+-=?@_"];
    for (;;) {
      const text = Array.from({ length: 18 }, () => pick(kinds.join(""))).join("");
      if (kinds.every((kind) => Array.from(kind).some((each) => text.includes(each)))) return text;
    }
  }

  const part = first.form.querySelector(".generate");
  const copy = part.querySelector("[data-copy]");
  const label = copy.textContent;
  part.hidden = false;
  part.querySelector("[data-generate]").addEventListener("click", () => {
    first.value = second.value = generated();
    fields.forEach((field) => (field.type = "text"));
    copy.hidden = !navigator.clipboard;
    copy.textContent = label;
    forget();
    mark();
    first.select();
  });
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(first.value);
    copy.textContent = copy.dataset.done;
  });
  // What is typed over a generated password is a secret again, and hidden as it is sent.
  first.form.addEventListener("submit", () => fields.forEach((field) => (field.type = "password")));
  fields.forEach((field) =>
    field.addEventListener("input", () => {
      forget();
      mark();
    })
  );
  mark();
})();
