declare module 'cloudflare:test' {
  export const env: {
    readonly IPSEAL_KV: {
      readonly get: (key: string) => Promise<string | null>
      readonly put: (key: string, value: string) => Promise<void>
      readonly delete: (key: string) => Promise<void>
    }
  }
}
