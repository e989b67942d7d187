import {
  decisiveEnd,
  parseStatusFile,
  parseSupervisorLine,
  type PodEnd,
  type SignedStatus,
  statusMac,
  verifyStatus,
} from "../render/status-line.ts";

/** How the attempt ended, from the kept lines of its log (`<ts> <line>`); a status that is not signed with its token does not count. */
export function endInLog(log: string, token: string, name: string): PodEnd | undefined {
  if (!log.includes('"status"')) return undefined;
  const ends = log.split("\n").flatMap((kept) => {
    const line = parseSupervisorLine(kept.slice(kept.indexOf(" ") + 1));
    return line?.kind === "status" ? (verifyStatus(token, line, name) ?? []) : [];
  });
  return decisiveEnd(ends);
}

/** How the attempt ended, from status.json. With the token lost (`""`) nobody can check its signature, and it is believed. */
export function endInFile(text: string | undefined, token: string, name: string): PodEnd | undefined {
  const signed = text === undefined ? undefined : parseStatusFile(text);
  return signed === undefined ? undefined : endOf(signed, token, name);
}

/** As `endInFile`, for a status that came otherwise. */
export function endOf(signed: SignedStatus, token: string, name: string): PodEnd | undefined {
  return token === "" ? unchecked(signed, name) : verifyStatus(token, signed, name);
}

function unchecked(signed: SignedStatus, name: string): PodEnd | undefined {
  // The signature made here is the one that is checked: what remains is the check of the form and of the name.
  return verifyStatus("-", { body: signed.body, mac: statusMac("-", signed.body) }, name);
}
