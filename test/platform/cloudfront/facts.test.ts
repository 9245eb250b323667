import { describe, expect, test } from 'vitest'
import type { HeaderLine } from '../../../src/headers/header-line.ts'
import { readCloudFrontFacts } from '../../../src/platform/cloudfront/facts.ts'

type Case = { readonly name: string; readonly peer: string; readonly lines: HeaderLine[]; readonly left: HeaderLine[] }

const cases: readonly Case[] = [
  {
    name: 'the last entry of the last line of X-Forwarded-For',
    peer: '198.51.100.4',
    lines: [
      ['x-forwarded-for', '192.0.2.66, 198.51.100.4'],
      ['x-forwarded-for', '203.0.113.9 , 198.51.100.4'],
    ],
    left: [
      ['x-forwarded-for', '192.0.2.66, 198.51.100.4'],
      ['x-forwarded-for', '203.0.113.9 '],
    ],
  },
  {
    name: 'one entry alone, though the one before it is the same',
    peer: '198.51.100.4',
    lines: [['x-forwarded-for', '198.51.100.4,198.51.100.4']],
    left: [['x-forwarded-for', '198.51.100.4']],
  },
  {
    name: 'nothing where the last line does not end with the peer',
    peer: '198.51.100.4',
    lines: [
      ['x-forwarded-for', '198.51.100.4'],
      ['x-forwarded-for', '198.51.100.4, 192.0.2.66'],
    ],
    left: [
      ['x-forwarded-for', '198.51.100.4'],
      ['x-forwarded-for', '198.51.100.4, 192.0.2.66'],
    ],
  },
  {
    name: 'the line of CloudFront-Viewer-Address that is the peer’s, not one that a viewer sent beside it',
    peer: '2001:db8::4',
    lines: [
      ['cloudfront-viewer-address', '2001:db8::4:443'],
      ['cloudfront-viewer-address', '2001:db8::66:443'],
    ],
    left: [['cloudfront-viewer-address', '2001:db8::66:443']],
  },
  {
    name: 'no other header, whatever it holds',
    peer: '198.51.100.4',
    lines: [
      ['x_forwarded_for', '198.51.100.4'],
      ['true-client-ip', '198.51.100.4'],
    ],
    left: [
      ['x_forwarded_for', '198.51.100.4'],
      ['true-client-ip', '198.51.100.4'],
    ],
  },
]

describe('at origin-request CloudFront’s own words are taken out:', () => {
  test.each(cases)('$name', ({ peer, lines, left }) => {
    expect(readCloudFrontFacts(lines, { peer, eventType: 'origin-request' })).toEqual({ peer, headers: left })
  })
})

describe('at viewer-request nothing is taken out, for CloudFront has added nothing yet:', () => {
  test.each(cases)('$name', ({ peer, lines }) => {
    expect(readCloudFrontFacts(lines, { peer, eventType: 'viewer-request' })).toEqual({ peer, headers: lines })
  })
})
