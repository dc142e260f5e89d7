import * as client from 'openid-client';
import { VigieError } from '../../domain/errors.ts';
import type { Identity, IdentityProof, IdentityProvider } from '../../domain/ports.ts';

export interface OpenIdSettings {
  issuer: string;
  clientId: string;
  /** Absent for a public client: PKCE proves it then. */
  clientSecret?: string;
  name?: string;
}

const ANSWER_S = 15;
const SCOPE = 'openid email profile';

/**
 * OpenID Connect, code flow with PKCE, state and nonce. The issuer is the operator's own word, as is the mail server: the
 * guard against private addresses does not stand here. It is asked for its settings when somebody first enters.
 */
export function openIdProvider({ issuer, clientId, clientSecret, name }: OpenIdSettings): IdentityProvider {
  const server = new URL(issuer);
  let discovered: Promise<client.Configuration> | undefined;

  /** Asked again after a failure. */
  async function configuration(): Promise<client.Configuration> {
    discovered ??= client.discovery(server, clientId, clientSecret, clientSecret ? undefined : client.None(), {
      timeout: ANSWER_S,
      // Only this machine's own may be in clear: the environment is checked for it.
      ...(server.protocol === 'http:' && { execute: [client.allowInsecureRequests] }),
    });
    try {
      return await discovered;
    } catch (error) {
      discovered = undefined;
      throw new VigieError('identity.away', { issuer: server.host, detail: (error as Error).message });
    }
  }

  return {
    name: name ?? server.hostname,

    async begin(returnTo) {
      const proof: IdentityProof = {
        verifier: client.randomPKCECodeVerifier(),
        state: client.randomState(),
        nonce: client.randomNonce(),
      };
      const url = client.buildAuthorizationUrl(await configuration(), {
        ...{ redirect_uri: returnTo, scope: SCOPE, state: proof.state, nonce: proof.nonce },
        code_challenge: await client.calculatePKCECodeChallenge(proof.verifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, proof };
    },

    async finish(address, { verifier, state, nonce }) {
      const config = await configuration();
      try {
        const tokens = await client.authorizationCodeGrant(config, new URL(address), {
          ...{ pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true },
        });
        const claims = tokens.claims();
        if (!claims) throw new Error('no id token');
        // Some keep addresses out of the token: they are asked for.
        const said: Record<string, unknown> =
          claims.email === undefined && config.serverMetadata().userinfo_endpoint !== undefined
            ? { ...(await client.fetchUserInfo(config, tokens.access_token, claims.sub)) }
            : { ...claims };
        return identityOf(claims.iss, claims.sub, said);
      } catch (error) {
        const { cause, message } = error as Error & { cause?: { error?: string } };
        // What stands in the address may be anybody's words: only a code of the standard is repeated.
        const code = /^[a-z_]{1,60}$/.test(cause?.error ?? '') ? cause?.error : undefined;
        throw new VigieError('identity.refused', { detail: code ?? message });
      }
    },
  };
}

function identityOf(
  issuer: string,
  subject: string,
  { email, email_verified, name }: Record<string, unknown>,
): Identity {
  return {
    ...{ issuer, subject },
    // What anybody may type is nobody's proof.
    ...(typeof email === 'string' && email_verified === true && { email: email.trim().toLowerCase() }),
    ...(typeof name === 'string' && { name }),
  };
}
