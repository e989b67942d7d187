/**
 * What a view is given: whose session, what was asked for, and how long it is wanted.
 * @typedef {object} Visit
 * @property {{ readonly user: string, readonly role: "reader" | "writer" | "admin" }} person
 * @property {URLSearchParams} params
 * @property {AbortSignal} signal aborts when the person goes elsewhere
 * @property {() => Promise<void>} again shows the view anew
 */
/** @typedef {{ readonly title: string, readonly content: readonly import("../types.d.ts").Child[] }} Shown */
/** @typedef {(visit: Visit) => Promise<Shown>} View */

/** @param {Visit["person"]} person */
export const mayWrite = ({ role }) => role !== "reader";
