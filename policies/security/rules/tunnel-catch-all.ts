import { at, list, shown, text } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";

export const tunnelCatchAll: ResourceRule = {
  id: "tunnel-catch-all",
  asks: "A tunnel's last route takes all other names and answers 404; only it has no host name.",
  why: "Otherwise a name that somebody points at the tunnel reaches whatever stands last.",
  fix: "end the routes with { service: http_status:404 }",
  *judge({ type, props }) {
    if (!/^cloudflare:index\/zeroTrustTunnelCloudflaredConfig:/.test(type)) return;
    const config = at(props, "config");
    const routes = list(at(config, "ingresses") ?? at(config, "ingressRules"));
    const service = at(routes.at(-1), "service");
    if (service !== "http_status:404")
      yield { where: "config.ingresses: its last service", got: shown(service), allowed: "http_status:404" };
    for (const [index, route] of routes.slice(0, -1).entries()) {
      const hostname = at(route, "hostname");
      if ((text(hostname) ?? "") === "")
        yield { where: `config.ingresses[${index}].hostname`, got: shown(hostname), allowed: "a host name" };
    }
  },
};
