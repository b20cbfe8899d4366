/** What Harbour Grocers sells, as data: food here, everything else in `catalogue-general.ts`. Prices are in pounds with VAT. */
import { generalDepartments } from './catalogue-general.ts';

/** When something sells best. */
export type Season = 'all' | 'summer' | 'winter' | 'christmas';

export interface DepartmentPlan {
  code: string;
  name: string;
  /** `no` of the VAT rate. */
  vatNumber: number;
  subGroups: readonly SubGroupPlan[];
}

export interface SubGroupPlan {
  code: string;
  name: string;
  season: Season;
  /** One product each: `name|price|popularity`; a trailing `|kg` is sold by weight. */
  products: readonly string[];
}

export interface VatRatePlan {
  /** `no`. */
  number: number;
  name: string;
  rateBasisPoints: number;
  description: string;
}

export const vatRates: readonly VatRatePlan[] = [
  { number: 1, name: 'Zero rate', rateBasisPoints: 0, description: 'Most food' },
  { number: 2, name: 'Reduced rate', rateBasisPoints: 500, description: 'Domestic fuel' },
  { number: 3, name: 'Catering rate', rateBasisPoints: 1250, description: 'Hot food to take away' },
  { number: 4, name: 'Standard rate', rateBasisPoints: 2000, description: 'Everything else' },
];

export const departments: readonly DepartmentPlan[] = [
  {
    code: '1',
    name: 'Bakery',
    vatNumber: 1,
    subGroups: [
      {
        code: '101',
        name: 'Bread',
        season: 'all',
        products: [
          'White Farmhouse Loaf 800g|1.65|9',
          'Wholemeal Loaf 800g|1.70|8',
          'Seeded Batch Loaf 800g|2.15|6',
          'Sourdough Boule 600g|3.40|5',
          'Rye Bread 500g|2.60|2',
          'Baguette|1.25|8',
          'Ciabatta Rolls 4 pack|1.85|4',
          'Pitta Bread 6 pack|0.95|4',
          'Tortilla Wraps 8 pack|1.50|5',
          'Crumpets 6 pack|1.10|5',
          'English Muffins 4 pack|1.20|4',
          'Brioche Burger Buns 4 pack|1.95|3',
          'Gluten Free White Loaf 535g|3.25|1',
        ],
      },
      {
        code: '102',
        name: 'Cakes and Pastries',
        season: 'all',
        products: [
          'Butter Croissant|1.15|9',
          'Pain au Chocolat|1.35|7',
          'Cinnamon Swirl|1.55|5',
          'Fruit Scones 4 pack|1.80|4',
          'Victoria Sponge|4.25|2',
          'Lemon Drizzle Loaf Cake|3.60|2',
          'Chocolate Brownie|1.95|5',
          'Bakewell Tarts 6 pack|2.10|3',
          'Flapjack|1.60|4',
          'Eccles Cakes 4 pack|2.05|2',
        ],
      },
      {
        code: '103',
        name: 'Christmas Bakery',
        season: 'christmas',
        products: [
          'Mince Pies 6 pack|2.75|9',
          'Stollen 500g|4.80|4',
          'Christmas Pudding 450g|6.50|4',
          'Panettone 750g|8.95|3',
        ],
      },
    ],
  },
  {
    code: '2',
    name: 'Fruit & Vegetables',
    vatNumber: 1,
    subGroups: [
      {
        code: '201',
        name: 'Fruit',
        season: 'all',
        products: [
          'Bananas Loose|1.15|12|kg',
          'Gala Apples Loose|2.20|8|kg',
          'Bramley Apples Loose|2.45|3|kg',
          'Conference Pears Loose|2.35|4|kg',
          'Easy Peelers 600g|2.10|6',
          'Seedless Grapes 500g|2.40|6',
          'Blueberries 200g|2.25|5',
          'Lemons 4 pack|1.30|5',
          'Limes 4 pack|1.25|3',
          'Avocado|0.95|7',
          'Mango|1.35|3',
          'Pineapple|1.95|2',
        ],
      },
      {
        code: '202',
        name: 'Summer Fruit',
        season: 'summer',
        products: [
          'Strawberries 400g|2.75|10',
          'Raspberries 200g|2.60|7',
          'Peaches 4 pack|1.95|5',
          'Watermelon|3.80|4',
          'Cherries 350g|3.20|5',
        ],
      },
      {
        code: '203',
        name: 'Vegetables',
        season: 'all',
        products: [
          'Baking Potatoes Loose|1.05|8|kg',
          'Maris Piper Potatoes 2kg|2.15|7',
          'Carrots Loose|0.75|8|kg',
          'Brown Onions Loose|0.95|8|kg',
          'Red Onions 3 pack|0.99|4',
          'Garlic Bulb|0.45|6',
          'Broccoli Head|0.89|7',
          'Cauliflower|1.20|4',
          'Vine Tomatoes 6 pack|1.65|8',
          'Cherry Tomatoes 330g|1.50|6',
          'Cucumber|0.85|9',
          'Iceberg Lettuce|0.79|5',
          'Baby Spinach 240g|1.60|5',
          'Mixed Peppers 3 pack|1.75|6',
          'Closed Cup Mushrooms 300g|1.25|7',
          'Courgettes Loose|2.30|4|kg',
          'Leeks 500g|1.55|3',
          'Fresh Basil 30g|0.80|3',
        ],
      },
      {
        code: '204',
        name: 'Winter Vegetables',
        season: 'winter',
        products: ['Parsnips 500g|0.99|5', 'Brussels Sprouts 500g|1.10|5', 'Swede|0.85|3', 'Savoy Cabbage|0.95|4'],
      },
    ],
  },
  {
    code: '3',
    name: 'Dairy & Chilled',
    vatNumber: 1,
    subGroups: [
      {
        code: '301',
        name: 'Milk, Butter and Eggs',
        season: 'all',
        products: [
          'Semi Skimmed Milk 2L|1.55|14',
          'Whole Milk 2L|1.60|9',
          'Skimmed Milk 1L|1.15|4',
          'Oat Drink 1L|1.80|5',
          'Salted Butter 250g|2.25|8',
          'Spreadable Butter 500g|3.95|5',
          'Free Range Eggs 6|1.75|9',
          'Free Range Eggs 12|3.15|6',
          'Double Cream 300ml|1.35|4',
          'Creme Fraiche 200ml|1.10|3',
        ],
      },
      {
        code: '302',
        name: 'Cheese and Yoghurt',
        season: 'all',
        products: [
          'Mature Cheddar 350g|3.25|8',
          'Extra Mature Cheddar at the Counter|12.80|4|kg',
          'Brie 200g|2.30|3',
          'Mozzarella 125g|0.95|5',
          'Feta 200g|1.95|4',
          'Parmesan at the Counter|21.50|2|kg',
          'Stilton at the Counter|14.20|2|kg',
          'Greek Yoghurt 500g|2.10|6',
          'Strawberry Yoghurts 4 pack|1.65|5',
          'Skyr 450g|1.90|3',
        ],
      },
      {
        code: '303',
        name: 'Meat and Fish',
        season: 'all',
        products: [
          'Chicken Breast Fillets|7.40|7|kg',
          'Whole Chicken 1.5kg|5.25|4',
          'Lean Beef Mince 500g|4.60|6',
          'Sirloin Steak at the Counter|24.90|2|kg',
          'Pork Sausages 8 pack|2.95|5',
          'Back Bacon 300g|2.75|6',
          'Cooked Ham Slices 125g|1.95|6',
          'Harbour Cod Fillets|16.80|4|kg',
          'Salmon Fillets 2 pack|5.50|4',
          'Smoked Mackerel 200g|2.85|3',
          'Cooked Prawns 150g|3.60|3',
          'Smoked Haddock at the Counter|15.40|2|kg',
        ],
      },
    ],
  },
  {
    code: '4',
    name: 'Pantry',
    vatNumber: 1,
    subGroups: [
      {
        code: '401',
        name: 'Tins, Pasta and Rice',
        season: 'all',
        products: [
          'Chopped Tomatoes 400g|0.65|9',
          'Baked Beans 415g|0.95|8',
          'Chickpeas 400g|0.70|5',
          'Kidney Beans 400g|0.70|4',
          'Tuna Chunks 3 pack|2.95|5',
          'Sweetcorn 340g|0.85|4',
          'Tomato Soup 400g|1.10|4',
          'Spaghetti 500g|0.95|7',
          'Penne 500g|0.95|6',
          'Egg Noodles 300g|1.35|3',
          'Basmati Rice 1kg|2.45|5',
          'Arborio Rice 500g|1.85|2',
          'Red Lentils 500g|1.40|3',
        ],
      },
      {
        code: '402',
        name: 'Breakfast and Baking',
        season: 'all',
        products: [
          'Porridge Oats 1kg|1.60|5',
          'Corn Flakes 500g|1.95|4',
          'Fruit Muesli 750g|2.85|3',
          'Wheat Biscuits 24 pack|2.60|4',
          'Plain Flour 1.5kg|1.15|4',
          'Self Raising Flour 1.5kg|1.15|3',
          'Strong Bread Flour 1.5kg|1.55|2',
          'Granulated Sugar 1kg|1.20|5',
          'Clear Honey 340g|2.30|4',
          'Strawberry Jam 454g|1.75|4',
          'Marmalade 454g|1.85|3',
          'Peanut Butter 340g|2.15|4',
        ],
      },
      {
        code: '403',
        name: 'Oils, Sauces and Tea',
        season: 'all',
        products: [
          'Olive Oil 500ml|5.95|4',
          'Sunflower Oil 1L|2.25|3',
          'Malt Vinegar 568ml|0.95|2',
          'Tomato Ketchup 460g|2.40|5',
          'Mayonnaise 400g|2.25|4',
          'Brown Sauce 450g|2.35|3',
          'Basil Pesto 190g|1.85|4',
          'Sea Salt Flakes 125g|2.10|2',
          'Black Peppercorns 100g|2.40|1',
          'Vegetable Stock Cubes 8|1.05|3',
          'Breakfast Tea 80 bags|2.75|7',
          'Earl Grey 50 bags|2.60|3',
          'Ground Coffee 227g|3.95|6',
          'Instant Coffee 100g|3.25|4',
        ],
      },
    ],
  },
  ...generalDepartments,
];
