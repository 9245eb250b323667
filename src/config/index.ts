export { ConfigError, type ConfigFault, type ConfigFaultCode } from './fault-list.ts'
export { configJsonSchema } from './json-schema.ts'
export { type ReadConfig, readConfig } from './read-config.ts'
