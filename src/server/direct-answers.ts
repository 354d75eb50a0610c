import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AppRoute, validateIfSchema } from '@ts-rest/core';
import { plainAddress } from './access.ts';
import {
  type Answer,
  type Asked,
  answerWriter,
  type Handler,
  type Handlers,
  sendWhole,
  type WholeAnswer,
} from './adapt.ts';
import { type Contract, contract } from './contract.ts';
import type { RequestLine } from './log.ts';

/** Routes that a load of machines asks for, and whose answers are whole. */
const direct = ['health', 'openapi', 'ipxe', 'once', 'seed'] as const;

interface DirectRoute {
  readonly path: string;
  /** Names of the path's parameters, in order. */
  readonly names: readonly string[];
  readonly pathParams: AppRoute['pathParams'];
  readonly handler: Handler<AppRoute>;
  readonly write: (answer: Answer<AppRoute>) => WholeAnswer;
}

/** Whether it has answered. */
export type DirectAnswers = (request: IncomingMessage, response: ServerResponse) => boolean;

interface Hooks {
  readonly log: Asked['log'];
  readonly answered: (answer: RequestLine) => void;
  /** What to answer when a handler fails. */
  readonly failed: (cause: unknown) => WholeAnswer;
}

/**
 * Answers plain questions for some routes of the contract by the same handlers as fastify, without fastify's work for
 * each of them: false, and nothing done, where a question is not plain (a query, an escape, a parameter that does not
 * fit, another method).
 */
export function answerDirectly(
  handlers: Pick<Handlers<Contract>, (typeof direct)[number]>,
  { log, answered, failed }: Hooks,
): DirectAnswers {
  const find = routeFinder(handlers);
  const together = afterReading();
  return (request, response) => {
    const { url = '', method } = request;
    const found = method === 'GET' ? find(url) : undefined;
    if (found === undefined) return false;
    const start = performance.now();
    const { route, params } = found;
    const ip = request.socket.remoteAddress ?? '';
    const send = (answer: WholeAnswer) =>
      together(
        () => sendWhole(response, answer),
        () => {
          const { status } = answer;
          const ms = performance.now() - start;
          answered({ method: 'GET', route: route.path, status, ms, peer: plainAddress(ip) });
        },
      );
    try {
      const input = { params, query: {}, body: {} } as never;
      const answer = route.handler(input, { ip, headers: request.headers, log });
      if (answer instanceof Promise) {
        answer.then((given) => send(route.write(given))).catch((cause) => send(failed(cause)));
      } else send(route.write(answer));
    } catch (cause) {
      send(failed(cause));
    }
    return true;
  };
}

/**
 * Sends answers once every question that has arrived was read, one right after the other, and then notes them. Whoever
 * reads the answers is woken once; an answer after each question wakes it each time, which costs more than the answer.
 */
function afterReading(): (send: () => void, note: () => void) => void {
  let waiting: { readonly send: () => void; readonly note: () => void }[] = [];
  const runAll = () => {
    const all = waiting;
    waiting = [];
    for (const { send } of all) send();
    for (const { note } of all) note();
  };
  return (send, note) => {
    if (waiting.push({ send, note }) === 1) setImmediate(runAll);
  };
}

type Found = { readonly route: DirectRoute; readonly params: unknown };

function routeFinder(
  handlers: Pick<Handlers<Contract>, (typeof direct)[number]>,
): (url: string) => Found | undefined {
  const fixed = new Map<string, Found>();
  const variable = new Map<string, DirectRoute>();
  for (const name of direct) {
    const contracted: AppRoute = contract[name];
    const { path, pathParams } = contracted;
    const [, first = '', ...words] = path.split('/');
    const names = words.map((word) => word.slice(1));
    const handler = handlers[name] as Handler<AppRoute>;
    const route = { path, names, pathParams, handler, write: answerWriter(contracted) };
    if (names.length === 0) fixed.set(path, { route, params: {} });
    else variable.set(first, route);
  }
  return (url) => fixed.get(url) ?? findVariable(variable, url);
}

function findVariable(routes: ReadonlyMap<string, DirectRoute>, url: string): Found | undefined {
  const [before, first = '', ...values] = url.split('/');
  const route = routes.get(first);
  if (route === undefined || before !== '' || values.length !== route.names.length) return;
  const params = Object.fromEntries(route.names.map((name, index) => [name, values[index]]));
  const { error, value } = validateIfSchema(params, route.pathParams);
  return error ? undefined : { route, params: value };
}
