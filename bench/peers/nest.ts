import 'reflect-metadata';
import { Body, Controller, HttpCode, Module, Post, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { IsIn, IsString, Matches } from 'class-validator';
import { ANSWER } from './answer.js';

class TokenRequest {
  @IsIn(['client_credentials', 'refresh_token']) grant_type!: string;
  @IsString() @Matches(/^cl_[0-9a-hjkmnp-tv-z]{16}$/) client_id!: string;
  @IsString() @Matches(/^bab_[0-9a-hjkmnp-tv-z]{24}_[0-9A-Za-z]{49}$/) client_secret!: string;
}

/** tsx writes no metadata of types: the pipe is told what it expects. */
const validated = new ValidationPipe({ expectedType: TokenRequest, whitelist: true });

/** A bare Nest on Fastify, with a validated body, that does nothing else. */
@Controller('oauth')
class TokenController {
  @Post('token')
  @HttpCode(200)
  token(@Body(validated) { client_secret }: TokenRequest) {
    return client_secret === '' ? undefined : ANSWER;
  }
}

@Module({ controllers: [TokenController] })
class PeerModule {}

const app = await NestFactory.create<NestFastifyApplication>(PeerModule, new FastifyAdapter(), {
  logger: false,
});
await app.listen(Number(process.env['PORT']), '127.0.0.1');
