import { announce } from "../announce.js";
import { h, icon } from "../dom.js";
import { reasonOf, unreachable } from "../api.js";

/** @import { Visit, Shown } from "./view.js" */
/** @typedef {{ status: "ok" | "degraded" | "down", checkedMillisAgo?: number, message?: string }} Part */
/** @typedef {{ status: "ok" | "degraded" | "down", dependencies: Readonly<Record<string, Part>> }} Health */

const EVERY_SECONDS = 5;
const words = { ok: "working", degraded: "working in part", down: "not working" };
/** @type {Readonly<Record<string, string>>} */
const names = { hdfs: "HDFS, the files", hbase: "HBase, the tables", zookeeper: "ZooKeeper, who leads" };

/**
 * How the cluster is, looked at again every few seconds.
 * @param {Visit} visit
 * @returns {Promise<Shown>}
 */
export async function healthView({ signal }) {
  const overall = h("p", { class: "overall" });
  const parts = h("ul", { class: "health" });
  const fresh = h("p", { class: "hint" }, `Looked at again every ${EVERY_SECONDS} seconds.`);
  /** @type {string | undefined} */
  let last;
  const look = async () => {
    try {
      const seen = await healthNow(signal);
      show(seen.status, seen.dependencies);
    } catch (error) {
      if (!signal.aborted) show("down", {}, reasonOf(error));
    }
  };
  const show = (/** @type {Health["status"]} */ status, /** @type {Health["dependencies"]} */ seen, why = "") => {
    const text =
      status === "ok" ? "Everything works" : status === "degraded" ? "Some of it does not work" : "It does not work";
    overall.className = `overall ${status}`;
    overall.replaceChildren(icon(status === "ok" ? "check" : "warning"), h("strong", {}, text), ` ${why}`);
    parts.replaceChildren(...Object.entries(seen).map(([name, part]) => partCard(name, part)));
    if (last !== undefined && last !== status) announce(text);
    last = status;
  };
  await look();
  const timer = setInterval(() => document.visibilityState === "visible" && void look(), EVERY_SECONDS * 1000);
  signal.addEventListener("abort", () => clearInterval(timer));
  return { title: "Cluster health", content: [overall, parts, fresh] };
}

/**
 * Also when it is down: then the answer says so with status 503.
 * @param {AbortSignal} signal
 * @returns {Promise<Health>}
 */
async function healthNow(signal) {
  const response = await fetch("/health", { signal }).catch(() => {
    throw unreachable();
  });
  return response.json();
}

/**
 * @param {string} name
 * @param {Part} part
 */
function partCard(name, { status, checkedMillisAgo, message }) {
  const ago = checkedMillisAgo === undefined ? "" : `checked ${Math.round(checkedMillisAgo / 1000)} s ago`;
  return h(
    "li",
    { class: `card ${status}` },
    h("h2", {}, names[name] ?? name),
    h("p", { class: "state" }, icon(status === "ok" ? "check" : "warning"), words[status]),
    message !== undefined && h("p", {}, message),
    h("p", { class: "hint" }, ago),
  );
}
