import { describe, expect, test } from 'vitest'
import { readConfig } from '../../src/config/read-config.ts'
import { buildPolicy } from '../../src/settings/build-policy.ts'
import { readSettings } from '../../src/settings/read-settings.ts'
import { readSecretValues, secretVariable } from '../../src/settings/secret-values.ts'
import { stampSettings } from '../../src/settings/stamp-settings.ts'
import vectors from '../vectors/config.json' with { type: 'json' }

const { settings } = readConfig(JSON.stringify(vectors.base))
const stamped = await stampSettings(settings)

describe('settings', () => {
  test('are read back as they were stamped, also after a tool has sorted their keys', async () => {
    const sorted = Object.fromEntries(Object.entries(stamped).sort(([a], [b]) => (a < b ? -1 : 1)))
    expect(await readSettings(JSON.stringify(stamped))).toEqual(stamped)
    expect(await readSettings(JSON.stringify(sorted))).toEqual(stamped)
  })

  test.each([
    {
      name: 'an edited copy',
      text: JSON.stringify({ ...stamped, maxHops: 17 }),
      want: 'DIGEST_MISMATCH at IPSEAL_CONFIG',
    },
    { name: 'an added key', text: JSON.stringify({ ...stamped, extra: 1 }), want: 'DIGEST_MISMATCH' },
    { name: 'the document that people write', text: JSON.stringify(vectors.base), want: 'NOT_SETTINGS' },
    { name: 'another version', text: JSON.stringify({ ...stamped, v: 2 }), want: 'NOT_SETTINGS' },
    { name: 'a list', text: '[]', want: 'NOT_JSON' },
    { name: 'no JSON', text: '{', want: 'NOT_JSON' },
    { name: 'nothing', text: '', want: 'NOT_JSON' },
  ])('refuse $name, and say how to make new ones', async ({ text, want }) => {
    await expect(readSettings(text)).rejects.toThrow(want)
    await expect(readSettings(text)).rejects.toThrow('ipseal compile --target settings')
  })

  test('refuse a provider whose list this runtime does not carry', () => {
    const sources = { rangesOf: () => undefined, secretsOf: () => [] }
    expect(() => buildPolicy(settings, sources)).toThrow('RANGES_MISSING at trust[0].ranges')
  })
})

describe('a proof secret', () => {
  test.each([
    { text: 's3cret', values: ['s3cret'] },
    { text: '["new","old"]', values: ['new', 'old'] },
    { text: '["only"]', values: ['only'] },
    { text: '', values: [] },
  ])('$text is $values', ({ text, values }) => {
    expect(readSecretValues(text, 'IPSEAL_SECRET_X')).toEqual(values)
  })

  test.each(['[]', '["a","b","c"]', '[""]', '["a",1]', '[topsecret'])('%s is refused without being shown', (text) => {
    expect(() => readSecretValues(text, 'IPSEAL_SECRET_X')).toThrow('BAD_SECRET at IPSEAL_SECRET_X')
    expect(() => readSecretValues(text, 'IPSEAL_SECRET_X')).not.toThrow('topsecret')
  })

  test('has a variable named after it', () => {
    expect(secretVariable('cf-proof.2')).toBe('IPSEAL_SECRET_CF_PROOF_2')
  })
})
