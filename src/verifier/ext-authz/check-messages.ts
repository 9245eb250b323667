/** What is read of `envoy.service.auth.v3.CheckRequest`. Every field may be missing: other filters send it too. */
export type CheckRequest = {
  readonly attributes?: { readonly request?: { readonly http?: HttpAttributes | null } | null } | null
}

export type HttpAttributes = {
  readonly method?: string
  /** The request target with its query, undecoded. */
  readonly path?: string
  readonly host?: string
  /** Names in lower case; Envoy has joined repeated lines with a comma, and some pseudo-headers are among them. */
  readonly headers?: Readonly<Record<string, string>>
  /** In its place with `encode_raw_headers`: each line by itself. */
  readonly header_map?: { readonly headers?: readonly RawHeader[] } | null
}

type RawHeader = { readonly key?: string; readonly value?: string; readonly raw_value?: Uint8Array }

type HeaderOption = {
  readonly header: { readonly key: string; readonly value: string }
  readonly append_action: 'OVERWRITE_IF_EXISTS_OR_ADD'
}

type Text = { readonly stringValue: string }

/** What is written of `envoy.service.auth.v3.CheckResponse`. */
export type CheckResponse =
  | {
      readonly status: { readonly code: 0 }
      readonly ok_response: {
        readonly headers: readonly HeaderOption[]
        readonly headers_to_remove: readonly string[]
      }
      readonly dynamic_metadata: { readonly fields: Readonly<Record<string, Text>> }
    }
  | {
      readonly status: { readonly code: number }
      readonly denied_response: {
        readonly status: { readonly code: number }
        readonly headers: readonly HeaderOption[]
        readonly body: string
      }
    }

/** Envoy's own default for these messages is to overwrite; the action says so to those who go by it. */
export function overwrite(key: string, value: string): HeaderOption {
  return { header: { key, value }, append_action: 'OVERWRITE_IF_EXISTS_OR_ADD' }
}
