import { SECOND } from '../../common/clock.js';
import { SlowDown } from './slow-down.js';

describe('what Cognito throttles', () => {
  it('is slowed to a half, again each second that it goes on, and to no less than a sixteenth', () => {
    const speed = new SlowDown();
    expect(speed.factor(0)).toBe(1);
    speed.throttled(0);
    speed.throttled(SECOND - 1);
    expect(speed.factor(0)).toBe(0.5);

    for (let second = 1; second < 10; second++) speed.throttled(second * SECOND);
    expect(speed.factor(9 * SECOND)).toBe(1 / 16);
  });

  it('comes back to full speed little by little', () => {
    const speed = new SlowDown();
    speed.throttled(0);

    expect([3, 6, 15, 60].map((second) => speed.factor(second * SECOND))).toEqual([0.6, 0.7, 1, 1]);
  });
});
