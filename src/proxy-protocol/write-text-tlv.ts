import { checkText } from './check-value.ts'
import { ProxyHeaderError } from './header-error.ts'
import type { TextKind } from './tlv-codes.ts'
import type { TlvRecord } from './tlv-record.ts'

/** Makes a field of one of these kinds ready for writing. */
export function writeTextTlv<Type extends string>(
  tlv: { readonly type: Type; readonly text: string },
  kinds: readonly TextKind<Type>[],
  path: string,
): TlvRecord {
  for (const { type, code, charset } of kinds) {
    if (type === tlv.type) return { code, value: checkText(tlv.text, charset, `${path}.text`) }
  }
  const rule = `the type is one of ${kinds.map(({ type }) => type).join(', ')}`
  throw new ProxyHeaderError({
    code: 'MALFORMED_VALUE',
    path: `${path}.type`,
    rule,
    received: tlv.type,
    nextStep: 'Correct it',
  })
}
