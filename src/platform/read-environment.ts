import type { ReadVariable } from '../edge/edge-sources.ts'

/** Reads variables from the environment of the process. */
export const readEnvironment: ReadVariable = (name) => Promise.resolve(process.env[name])
