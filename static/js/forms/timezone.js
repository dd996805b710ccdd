// Tells the server which clock the person typed by, and when, by the device, a form was sent.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

for (const input of document.querySelectorAll('input[type="hidden"][name="tz"]')) {
  if (zone) input.value = zone;
}

for (const select of document.querySelectorAll('select[data-guess="zone"]')) {
  const option = optionFor(select, zone);
  if (option && untouched(select)) option.selected = true;
}

// In the capture phase: before once.js may stop a second press.
document.addEventListener(
  "submit",
  ({ target }) => {
    for (const input of target.querySelectorAll("input[data-device-now]")) {
      if (!input.value) input.value = new Date().toISOString();
    }
  },
  true,
);

// A form that came back with errors marks its chosen option; that one is the person's own.
function untouched(select) {
  return !select.form.querySelector('[aria-invalid="true"]') && ["", "UTC"].includes(select.value);
}

// Browsers and servers may know one zone by two names, such as Asia/Calcutta and Asia/Kolkata.
function optionFor(select, name) {
  const options = [...select.options];
  return (
    options.find(({ value }) => value === name) ?? options.find(({ value }) => sameZone(value, name))
  );
}

function sameZone(one, other) {
  try {
    const canonical = Intl.DateTimeFormat("en", { timeZone: one }).resolvedOptions().timeZone;
    return canonical === other;
  } catch {
    return false; // not a zone's name, such as the empty choice
  }
}
