import { WorldError } from '../output/world-error.ts';
import { type AppOptions, createApp } from './app.ts';
import type { ServerContext } from './context.ts';

/** A running server. */
export interface RunningServer {
  readonly port: number;
  /** Takes no new connection, lets answers under way end for 10 s, then closes the state. */
  close(): Promise<void>;
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there',
  EADDRNOTAVAIL: 'this machine has no such address',
  EACCES: 'permission is denied',
  ENOTFOUND: 'there is no such name',
};

type ListenOptions = AppOptions & { readonly host: string; readonly port: number };

/**
 * Starts to listen. A port that is taken, or a certificate that TLS does not accept, is a WorldError; the state is
 * closed then.
 */
export async function startServer(
  context: ServerContext,
  options: ListenOptions,
): Promise<RunningServer> {
  try {
    return await listen(context, options);
  } catch (cause) {
    await context.state.close();
    throw cause;
  }
}

async function listen(context: ServerContext, options: ListenOptions): Promise<RunningServer> {
  const { host, port } = options;
  const app = buildApp(context, options);
  try {
    await app.listen({ host, port });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (code === '') throw cause;
    throw new WorldError(`cannot listen on ${host} port ${port}: ${reasons[code] ?? code}`, {
      cause,
    });
  }
  const address = app.server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: async () => {
      const cut = setTimeout(() => app.server.closeAllConnections(), 10_000);
      await app.close();
      clearTimeout(cut);
      await context.state.close();
    },
  };
}

function buildApp(context: ServerContext, options: AppOptions) {
  try {
    return createApp(context, options);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (!code.startsWith('ERR_OSSL') && !code.startsWith('ERR_TLS')) throw cause;
    throw new WorldError(
      'the certificate and the key do not make a TLS server: not PEM, or not of one another',
      {
        cause,
      },
    );
  }
}
