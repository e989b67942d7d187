/** Pulumi's types of what runs and stands on RunPod. */
export const TRAINING_JOB = "pulumi-nodejs:dynamic/runpod:TrainingJob";
export const NETWORK_VOLUME = "pulumi-nodejs:dynamic/runpod:NetworkVolume";
