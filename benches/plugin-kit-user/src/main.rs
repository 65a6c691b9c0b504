//! Fails HTLCs that bring too little, and counts the payments of invoices.
cln_runtime::include_bindings!();

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use cln_plugin_kit::{HookOptions, Opt, Plugin, PluginError};

const LEAST: Opt<i64> = Opt::int("least-msat", "Smaller HTLCs fail").default(1).dynamic();

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), PluginError> {
    Plugin::new(AtomicU64::new(0))
        .option(LEAST)
        .method(|ctx, _: PaidRequest| async move { Ok(PaidResponse::new(ctx.state().load(Relaxed))) })
        .hook_with(HookOptions::open(), |ctx, event: HtlcAcceptedHookRequest| async move {
            let is_enough = i128::from(event.htlc.amount_msat.0) >= i128::from(ctx.option(&LEAST));
            let fails =
                HtlcAcceptedHookResponse::new(HtlcAcceptedHookResult::Fail).with_failure_message("2002".parse()?);
            Ok(if is_enough { HtlcAcceptedHookResponse::new(HtlcAcceptedHookResult::Continue) } else { fails })
        })
        .subscribe(|ctx, _: InvoicePaymentNotificationResponse| async move {
            ctx.state().fetch_add(1, Relaxed);
            Ok(())
        })
        .run()
        .await
}
