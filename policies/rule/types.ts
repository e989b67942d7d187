export { NETWORK_VOLUME, TRAINING_JOB } from "../../components/lib/cost/figure.ts";
