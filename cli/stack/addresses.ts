import { z } from "zod";
import { kubeAccess } from "../../components/lib/kube-access.ts";
import type { OpenAddress } from "../addresses/book.ts";
import { ensureAddresses } from "../addresses/index.ts";
import type { Context } from "../context.ts";
import { groundPorts } from "./ground.ts";
import type { Session } from "./session.ts";
import { outputsOf, readState } from "./state.ts";

/** What of the stack's outputs is read here. */
const outputsShape = z.looseObject({
  services: z.record(z.string(), z.looseObject({ controlUrl: z.string() })).optional(),
});

/** Opens the local addresses of a stack that was just updated: one for each service of its outputs that has a port. */
export async function ensureStackAddresses(context: Context, session: Session): Promise<readonly OpenAddress[]> {
  const ports = groundPorts(context, session.configured);
  if (Object.keys(ports).length === 0) return [];
  const services = await servicesOf(context, session);
  const addresses = Object.entries(services).flatMap(([name, { controlUrl: target }]) => {
    const port = ports[name];
    return port === undefined || !target.startsWith("kube://") ? [] : [{ name, port, target }];
  });
  return ensureAddresses(context, {
    ...kubeAccess(session.configured.text("trainyard:kubernetes"), session.kubeconfig),
    stack: session.stack,
    addresses,
  });
}

async function servicesOf(context: Context, session: Session) {
  const state = await readState(context, session.toolchain, session.stack);
  return outputsShape.safeParse(outputsOf(state)).data?.services ?? {};
}
