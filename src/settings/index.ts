export { buildPolicy, type PolicySources } from './build-policy.ts'
export { readSettings, SettingsError, type SettingsErrorCode } from './read-settings.ts'
export { readSecretValues, secretVariable } from './secret-values.ts'
export type { ResolutionSettings, Settings, StampedSettings } from './settings.ts'
