import { CLIENT, FORGED, seal, sealAsStranger } from '../verifier/sealed.ts'

const HOUR = 3600

/** What stands for a word in braces of the tables. */
export type Words = Readonly<Record<string, string>>

/** Mints the assertions that the tables name: now, for a table may take longer than a token lives. */
export async function mintWords(): Promise<Words> {
  const sealed = await seal()
  const [header = '', payload = '', signature = ''] = sealed.split('.')
  return {
    client: CLIENT,
    forged: FORGED,
    sealed,
    stranger: await sealAsStranger(),
    expired: await seal({ aheadSeconds: -HOUR }),
    future: await seal({ aheadSeconds: HOUR }),
    'other-audience': await seal({ audience: 'another-origin' }),
    'alg-none': [Buffer.from('{"alg":"none","kid":"live","typ":"JWT"}').toString('base64url'), payload, ''].join('.'),
    changed: [header, changeAddress(payload), signature].join('.'),
    'bound-host': await seal({ bind: 'host' }),
    'bound GET /bound': await seal({ bind: 'request', method: 'GET', path: '/bound' }),
  }
}

export function fillIn(text: string, words: Words): string {
  return text.replaceAll(/\{([a-z][^{}"]*)\}/g, (_, word: string) => {
    const value = words[word]
    if (value === undefined) throw new Error(`the table has no word {${word}}`)
    return value
  })
}

function changeAddress(part: string): string {
  const text = Buffer.from(part, 'base64url').toString()
  return Buffer.from(text.replace(CLIENT, FORGED)).toString('base64url')
}
