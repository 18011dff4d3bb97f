import { ValidatorConstraint, type ValidatorConstraintInterface } from 'class-validator';
import ipaddr from 'ipaddr.js';

/** Four parts, as everybody writes it: parsers also take `10.1/16` and `0x7f.1/8`, and read them differently. */
const IPV4_BLOCK = /^\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}$/;

/**
 * A CIDR block, IPv4 or IPv6. Not one of IPv4-mapped addresses, which are compared as the IPv4 ones that they are, nor
 * one with a zone, which means nothing to anybody else.
 */
@ValidatorConstraint({ name: 'isCidrBlock' })
export class IsCidrBlock implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    if (typeof value !== 'string' || value.includes('%') || !ipaddr.isValidCIDR(value)) return false;
    const [address] = ipaddr.parseCIDR(value);
    return address instanceof ipaddr.IPv6 ? !address.isIPv4MappedAddress() : IPV4_BLOCK.test(value);
  }
}
