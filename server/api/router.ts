/** The device door: the office dialect of the tills, under `/api`, `/api/v1` and, with a terminal's secret, below `/t/`. */
import { type RequestHandler, Router } from 'express';
import { DomainError } from '../core/errors.ts';
import { drainPushes } from '../domain/sales/index.ts';
import type { AppDeps } from '../http/deps.ts';
import { logProblem, toProblem } from '../http/problem.ts';
import { requestIdOf } from '../http/request-id.ts';
import { answerProblem } from './answers.ts';
import { type DeviceRoute, readDevicePath } from './device-path.ts';
import type { Gatekeeper } from './gatekeeper.ts';
import { createPosHandlers, type DeviceCall } from './pos/handlers.ts';
import { type Recorder, takePush } from './pos/take-push.ts';
import { answerApiProblem } from './v1/problem-answer.ts';

interface Route {
  methods: readonly string[];
  handle(call: DeviceCall): Promise<void>;
}

/** Records in the thread that serves: for tests and for programs that push to themselves. */
export function inThisThread(deps: AppDeps): Recorder {
  return { take: (call) => takePush(deps, call), close: () => drainPushes(deps.db) };
}

const askPrefix = 'Nothing is here. Is api_prefix "/api/v1"?';

/** Answers every address of the device door, errors included, in the terminals' dialect; what no dialect has, in the form of the API.
 *  Other addresses pass through. */
export function createDeviceRouter(deps: AppDeps, recorder: Recorder, gatekeeper: Gatekeeper): Router {
  const handlers = createPosHandlers(deps, gatekeeper, recorder);
  const routes: Readonly<Record<DeviceRoute, Route>> = {
    '/health': { methods: ['GET', 'HEAD'], handle: handlers.health },
    '/identity': { methods: ['GET'], handle: handlers.identity },
    '/pos/init': { methods: ['GET'], handle: handlers.init },
    '/pos/transactions': { methods: ['POST'], handle: handlers.transactions },
    '/pos/closures': { methods: ['POST'], handle: handlers.closures },
    '/pos/sequences': { methods: ['POST'], handle: handlers.sequences },
  };
  const answer: RequestHandler = async (req, res, next) => {
    const path = readDevicePath(req.path);
    if (path === null) return next();
    try {
      const route = path.route && routes[path.route];
      if (!route) throw new DomainError('not_found', {}, path.instance === null ? askPrefix : 'Nothing is here.');
      if (!route.methods.includes(req.method)) {
        throw new DomainError('method_not_allowed', { allow: route.methods });
      }
      // For the metrics: the pattern, never the address with its secret.
      res.locals['route'] = path.route;
      await route.handle({ req, res, secret: path.secret });
    } catch (error) {
      const problem = toProblem(error);
      logProblem(deps.log.child({ requestId: requestIdOf(res), door: 'device' }), error, problem);
      // An answer that has begun cannot become another one.
      if (res.headersSent) res.destroy();
      else if (path.instance === null) answerProblem(res, problem);
      else answerApiProblem(res, path.instance, problem);
    }
  };
  return Router({ caseSensitive: true }).use(answer);
}
