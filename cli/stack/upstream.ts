import { z } from "zod";
import type { Upstream } from "../images/index.ts";
import type { Configured } from "./configured.ts";

const shape = z.record(z.string(), z.string());

/** References that stand for images of ours; the program says what is wrong with them. */
export const upstreamOf = (configured: Configured): Upstream =>
  shape.safeParse(configured.value("trainyard:images")).data ?? {};
