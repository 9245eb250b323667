import { renderSummary } from '../test/live/matrix/render-page.ts'
import { readAllResults } from '../test/live/matrix/results.ts'

// The last line of `npm run test:matrix`: the tests before it have held these numbers to what they saw.
console.log(renderSummary(readAllResults()))
