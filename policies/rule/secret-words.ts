/** Words of a variable's name that say its value opens something. */
const secretName =
  /(^|[_.-])(passw(or)?d|passphrase|secret|token|api_?key|private_?key|access_?key|credentials?)($|[_.-])/i;

/** Endings that say the value only tells where it is kept, or about it. */
const aboutIt = /[_.-](file|path|dir|name|names|id|ids|url|uri|type|length|ttl|seconds|minutes|enabled|header)$/i;

/** User and password in an address. */
const addressWithPassword = /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/@]+@/i;

const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/** Forms of well-known keys: GitHub, GitLab, AWS, Slack, Hugging Face, RunPod, JSON web tokens. */
const knownKey =
  /\b(gh[pousr]_[A-Za-z0-9]{36,}|glpat-[\w-]{20,}|AKIA[0-9A-Z]{16}|xox[abprs]-[\w-]{10,}|hf_[A-Za-z0-9]{30,}|rpa_[A-Z0-9]{30,}|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,})/;

/** Whether a named value in clear is a secret, by its name or by its form. */
export function looksSecret(name: string, value: string): boolean {
  if (holdsSecret(value)) return true;
  if (value === "" || /^(true|false|\d{1,3})$/.test(value)) return false;
  return secretName.test(name) && !aboutIt.test(name);
}

/** Whether a text holds a secret by its form, whatever its name. */
export function holdsSecret(value: string): boolean {
  return addressWithPassword.test(value) || privateKey.test(value) || knownKey.test(value);
}
