import { describeExample } from './describe-example.ts'
import { flaskDeviations } from './deviations.ts'
import { startFlask } from './start-flask.ts'

describeExample({ name: 'Flask', start: startFlask, deviations: flaskDeviations })
