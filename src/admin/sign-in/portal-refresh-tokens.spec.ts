import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { LocalKeyProvider } from '../../aws/kms/local-key-provider.js';
import { CannotUnseal } from '../../sealing/sealed.js';
import { Sealer } from '../../sealing/sealer.js';
import { PortalRefreshTokens } from './portal-refresh-tokens.js';

describe('the portal’s refresh tokens', () => {
  const { signal } = new AbortController();
  const session = { sub: 'u-1', email: 'ana@acme.example', refreshToken: 'a.secret.token', signedInAt: 1 };
  const under = (key: number) =>
    new PortalRefreshTokens(new Sealer(new LocalKeyProvider(Buffer.alloc(32, key))));
  const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();

  beforeEach(() => warn.mockClear());

  it('hold a sign-in', async () => {
    expect(await under(1).open(await under(1).seal(session, signal), signal)).toEqual(session);
    expect(warn).not.toHaveBeenCalled();
  });

  it('warn of a wrong master key', async () => {
    const token = await under(1).seal(session, signal);
    await expect(under(2).open(token, signal)).rejects.toThrow(CannotUnseal);
    expect(warn).toHaveBeenCalledWith(expect.objectContaining({ error: 'SealedByAnother' }));
  });

  it('leave what is not of our making unsaid', async () => {
    await expect(under(1).open('anything', signal)).rejects.toThrow(CannotUnseal);
    expect(warn).not.toHaveBeenCalled();
  });
});
