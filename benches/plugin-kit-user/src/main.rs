//! Fails HTLCs that bring too little, and counts the payments of invoices.

cln_runtime::include_bindings!();

use HtlcAcceptedHookResult::{Continue, Fail};
use cln_plugin_kit::{HookOptions, Opt, Plugin, PluginError};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

const LEAST: Opt<i64> = Opt::int("least-msat", "Smaller HTLCs fail").default(1).dynamic();

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), PluginError> {
    Plugin::new(AtomicU64::new(0))
        .option(LEAST)
        .method(|ctx, _: PaidRequest| async move { Ok(PaidResponse::new(ctx.state().load(Relaxed))) })
        .hook_with(HookOptions::open(), |ctx, event: HtlcAcceptedHookRequest| async move {
            let is_small = i128::from(event.htlc.amount_msat.0) < i128::from(ctx.option(&LEAST));
            let answer = HtlcAcceptedHookResponse::new(if is_small { Fail } else { Continue });
            Ok(if is_small { answer.with_failure_message("2002".parse()?) } else { answer })
        })
        .subscribe(|ctx, _: InvoicePaymentNotificationResponse| async move {
            ctx.state().fetch_add(1, Relaxed);
            Ok(())
        })
        .run()
        .await
}
