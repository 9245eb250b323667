import { describeExample } from './describe-example.ts'
import { goDeviations } from './deviations.ts'
import { startGo } from './start-go.ts'

describeExample({ name: 'Go', start: startGo, deviations: goDeviations })
