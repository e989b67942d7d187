import { itemOf, listed, ok, type Call, type Handlers } from "../call.ts";
import {
  checkCatalogQuery,
  cpuView,
  dataCenterView,
  gpuView,
  isWanted,
  type DataCenterQuery,
  type GpuQuery,
  type Market,
} from "../catalog.ts";
import { dataCenters } from "../data-centers.ts";
import { cpus, gpus } from "../gpus.ts";

const marketOf = ({ core }: Call): Market => ({ prices: core.settings.prices, stock: core.state.data.stock });

function queryOf(call: Call): GpuQuery {
  checkCatalogQuery(call.query);
  return call.query;
}

const withAvailability = (call: Call): boolean => queryOf(call).include?.includes("AVAILABILITY") === true;

export const catalogHandlers: Handlers = {
  listGpuTypes: (call) => {
    const query = queryOf(call);
    return listed(
      call,
      "gpus",
      gpus.map((gpu) => gpuView(gpu, query, marketOf(call))),
    );
  },
  getGpuType: (call) => ok(gpuView(itemOf(call, gpus), queryOf(call), marketOf(call))),
  listCpuTypes: (call) => {
    const availability = withAvailability(call);
    return listed(
      call,
      "cpus",
      cpus.map((cpu) => cpuView(cpu, availability)),
    );
  },
  getCpuType: (call) => ok(cpuView(itemOf(call, cpus), withAvailability(call))),
  listDataCenters: (call) => {
    const query = call.query as DataCenterQuery;
    const wanted = dataCenters.filter((place) => isWanted(place, query));
    return listed(
      call,
      "dataCenters",
      wanted.map((place) => dataCenterView(place, query, marketOf(call))),
    );
  },
  getDataCenter: (call) => ok(dataCenterView(itemOf(call, dataCenters), call.query, marketOf(call))),
};
