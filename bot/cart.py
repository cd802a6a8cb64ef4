"""What was being bought when the balance fell short, kept until the money is there."""

from aiogram.fsm.context import FSMContext

from bot.callbacks import ChoosePrice


async def keep(state: FSMContext, choice: ChoosePrice) -> None:
    await state.update_data(cart=choice.pack())


async def look(state: FSMContext) -> ChoosePrice | None:
    try:
        return ChoosePrice.unpack((await state.get_data())["cart"])
    except (KeyError, TypeError, ValueError):  # nothing kept, or kept by another version
        return None


async def empty(state: FSMContext) -> None:
    if await state.get_data():
        await state.set_data({})
