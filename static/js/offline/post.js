// Kept fields as a real form: the server answers with its own page, which says what is to be mended.

/**
 * @param {{url: string, fields: Array<[string, string]>}} content
 * @param {{token: string, csrf: string}} person who is logged in
 */
export function postForm({ url, fields }, { token, csrf }) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = url;
  form.hidden = true;
  for (const [name, value] of [...fields, ["account", token], ["csrfmiddlewaretoken", csrf]]) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    form.append(input);
  }
  document.body.append(form);
  HTMLFormElement.prototype.submit.call(form); // a field may be called "submit"
}
